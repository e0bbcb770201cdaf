using System.Buffers.Binary;
using System.Text;
using SpanNet.Models;
using Xunit.Abstractions;

namespace SpanNet.Tests.Models;

/// <summary>Files that were damaged or made to do damage: one exception, no hang, memory in proportion to the file.</summary>
public sealed class ModelFileFuzzTests(ITestOutputHelper output)
{
    private const int Mutations = 100_000;

    [Fact]
    public void AHundredThousandMutationsAreRefusedOrRead()
    {
        using Model model = ModelSamples.Full();
        byte[] valid = ModelSamples.Bytes(model);
        var random = new Random(20260101);
        int loaded = 0;
        long most = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = Mutate(valid, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            loaded += TryLoad(bytes, i) ? 1 : 0;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            Assert.True(allocated < AllocationBound(bytes.Length), $"Mutation {i} of {bytes.Length} bytes allocated {allocated}.");
        }

        output.WriteLine($"{valid.Length} bytes; {loaded} of {Mutations} were still valid; at most {most} bytes allocated");

        // Both ways must be walked often: changed weights are valid files, changed headers mostly are not.
        Assert.InRange(loaded, Mutations / 100, Mutations / 2);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        using Model model = ModelSamples.Full();
        byte[] valid = ModelSamples.Bytes(model);
        for (int length = 0; length < valid.Length; length++)
        {
            Assert.False(TryLoad(valid[..length], length));
        }

        Assert.False(TryLoad([.. valid, 0], valid.Length));
        Assert.False(TryLoad([.. valid, 0, 0, 0, 0], valid.Length));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x7ff8000000000000)] // NaN, read as a number of bytes
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void AHeaderOfImpossibleLengthIsRefused(ulong length)
    {
        using Model model = ModelSamples.Full();
        byte[] bytes = ModelSamples.Bytes(model);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.False(TryLoad(bytes, 0));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void AHeaderThatCannotBeIsRefusedWithItsReason(string from, string to, string reason)
    {
        using Model model = ModelSamples.Full();
        byte[] bytes = Edit(ModelSamples.Bytes(model), from, to);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFileException>(() => ModelSamples.Load(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllocationBound(bytes.Length));
        Assert.StartsWith("m: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    public static TheoryData<string, string, string> Edits =>
        new()
        {
            { "\"F32\"", "\"F16\"", "expected the dtype F32" },
            { "[3,4]", "[4,3]", "expected [3, 4] in 4 bytes each, got [4, 3]" },
            { "[3,4]", "[3,-4]", "must be whole numbers" },
            { "[3,4]", "[3,4.5]", "must be whole numbers" },
            { "[3,4]", "[9223372036854775807,4]", "got [9223372036854775807, 4]" },
            { "[3,4]", "[NaN,4]", "its header is no JSON" },
            { "[3,4]", "[3,4,1]", "got [3, 4, 1]" },
            { "[0,48]", "[0,49]", "overlaps" },
            { "[0,48]", "[0,44]", "leaves a gap" },
            { "[0,48]", "[4,48]", "leaves a gap" },
            { "[0,48]", "[48,0]", "begin before end" },
            { "[0,48]", "[0,99999999999999999999]", "must be whole numbers" },
            { "[0,48]", "[0]", "must be whole numbers" },
            { "[0,48]", "[0,48],\"more\":1", "expected dtype, shape and data_offsets" },
            { "\"dense.bias\"", "\"dense.BIAS\"", "'dense.bias' of the network is missing" },
            { "\"dense.bias\"", "\"dense.weight\"", "its header is no JSON" },
            {
                "\"dense.bias\":",
                "\"extra\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[72,72]},\"dense.bias\":",
                "has no tensor 'extra'"
            },
            { "\"format\":\"spannet\"", "\"format\":\"pt\"", "is no model of spannet" },
            { "\"version\":\"1\"", "\"version\":\"2\"", "has format version '2', expected '1'" },
            { "\"version\":\"1\"", "\"version\":1", "'version' must be a text" },
            { "\\\"outputs\\\":3", "\\\"outputs\\\":4", "the network has 30 parameters, but the file holds 92 bytes" },
            { "\\\"outputs\\\":3", "\\\"outputs\\\":500000000", "but the file holds 92 bytes" },
            { "\\\"outputs\\\":3", "\\\"outputs\\\":2147483647", "layers[1]" },
            { "\\\"outputs\\\":3", "\\\"units\\\":3", "layers[1]" },
            { "\\\"input\\\":[2,2,1]", "\\\"input\\\":[2,2,65536]", "but the file holds" },
            { "\\\"type\\\":\\\"flatten\\\"", "\\\"type\\\":\\\"\\\\ud800\\\"", "no valid Unicode" },
            { "\\\"kind\\\":\\\"standardize\\\"", "\\\"kind\\\":\\\"none\\\",\\\"kind\\\":\\\"none\\\"", "metadata 'scaling'" },
            { "\\\"height\\\":2", "\\\"height\\\":4096", "metadata 'fitting' is for 8192 values, but the network has 4" },
            { "\\\"seed\\\":18446744073709551615", "\\\"seed\\\":-1", "metadata 'run'" },
            { "\"scaling\"", "\"scalinG\"", "metadata 'scaling' is missing" },
            { "[\\\"no\\\",", "[\\\"no\\\",\\\"perhaps\\\",", "metadata 'classes' is for 3 values, but the network has 2" },
            { "[\\\"no\\\",", "[7,", "metadata 'classes': expected a list of texts" },
        };

    [Fact]
    public void NestingIsNoWayToTheEndOfTheStack()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 100_000));
        using Model model = ModelSamples.Full();
        byte[] valid = ModelSamples.Bytes(model);
        Assert.False(TryLoad(Edit(valid, "[3,4]", deep), 0));
        Assert.False(TryLoad(Edit(valid, "\\\"layers\\\":[", $"\\\"layers\\\":{deep}"), 0));
        Assert.False(TryLoad(Edit(valid, "\\\"kind\\\":", $"\\\"kind\\\":{deep}"), 0));
    }

    [Fact]
    public void LongNamesAndManyLayersTakeLittleTime()
    {
        string name = new('x', 1_000_000);
        string layers = string.Concat(Enumerable.Repeat("{\\\"type\\\":\\\"flatten\\\"},", 9_000));
        using Model model = ModelSamples.Full();
        byte[] valid = ModelSamples.Bytes(model);
        long start = Environment.TickCount64;
        Assert.False(TryLoad(Edit(valid, "\\\"type\\\":\\\"flatten\\\"", $"\\\"type\\\":\\\"{name}\\\""), 0));
        Assert.False(TryLoad(Edit(valid, "\\\"outputs\\\":3", $"\\\"{name}\\\":3"), 0));
        Assert.True(TryLoad(Edit(valid, "\\\"layers\\\":[", $"\\\"layers\\\":[{layers}"), 0));
        Assert.False(
            TryLoad(
                Edit(valid, "\\\"layers\\\":[", $"\\\"layers\\\":[{layers}{{\\\"type\\\":\\\"sum\\\",\\\"inputs\\\":[\\\"flattem1\\\"]}},"),
                0
            )
        );
        Assert.InRange(Environment.TickCount64 - start, 0, 10_000);
    }

    private static long AllocationBound(int length) => 100_000 + (100L * length);

    private static bool TryLoad(byte[] bytes, int mutation)
    {
        try
        {
            using Model model = ModelSamples.Load(bytes);
            Assert.True(model.Parameters.Values.Length * sizeof(float) <= AllocationBound(bytes.Length));
            return true;
        }
        catch (ModelFileException)
        {
            return false;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Mutation {mutation}: {Convert.ToHexString(bytes)}", exception);
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        byte[] bytes = [.. valid];
        for (int edits = random.Next(1, 4); edits > 0 && bytes.Length > 0; edits--)
        {
            bytes = random.Next(6) switch
            {
                0 => FlipBits(bytes, random),
                1 => bytes[..random.Next(bytes.Length)],
                2 => Splice(bytes, random),
                3 => [.. bytes, .. bytes.AsSpan(random.Next(bytes.Length))],
                4 => FlipBits(bytes, random, from: bytes.Length - Math.Min(92, bytes.Length)),
                _ => EditNumber(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] FlipBits(byte[] bytes, Random random, int from = 0)
    {
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            bytes[random.Next(from, bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private static byte[] Splice(byte[] bytes, Random random)
    {
        int source = random.Next(bytes.Length);
        int length = random.Next(1, Math.Min(40, bytes.Length - source) + 1);
        int target = random.Next(bytes.Length);
        byte[] piece = bytes[source..(source + length)];
        byte[] spliced =
            random.Next(2) == 0
                ? [.. bytes.AsSpan(0, target), .. piece, .. bytes.AsSpan(target)]
                : [.. bytes.AsSpan(0, target), .. bytes.AsSpan(Math.Min(bytes.Length, target + length))];
        return random.Next(2) == 0 ? spliced : WithHeaderOfItsLength(spliced, bytes, target);
    }

    /// <summary>Another number in the header.</summary>
    private static byte[] EditNumber(byte[] bytes, Random random)
    {
        string[] numbers =
        [
            "0",
            "-1",
            "7",
            "48",
            "1e9",
            "4294967296",
            "9223372036854775807",
            "2147483647",
            "0.5",
            "1e400",
            "null",
            "\"x\"",
        ];
        int[] digits = [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] is >= (byte)'0' and <= (byte)'9')];
        if (bytes.Length < 8 || digits.Length == 0)
        {
            return bytes;
        }

        int at = digits[random.Next(digits.Length)];
        int end = at;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        byte[] number = Encoding.ASCII.GetBytes(numbers[random.Next(numbers.Length)]);
        byte[] edited = [.. bytes.AsSpan(0, at), .. number, .. bytes.AsSpan(end)];
        return WithHeaderOfItsLength(edited, bytes, at);
    }

    /// <summary>Puts the header's length right after a change at <paramref name="at"/>, so that what is inside is reached.</summary>
    private static byte[] WithHeaderOfItsLength(byte[] changed, byte[] before, int at)
    {
        if (at >= 8 && changed.Length >= 8)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(before);
            BinaryPrimitives.WriteUInt64LittleEndian(changed, length + (ulong)(changed.Length - before.Length));
        }

        return changed;
    }

    /// <summary>The first <paramref name="from"/> of the header replaced, and the header's length put right.</summary>
    private static byte[] Edit(byte[] valid, string from, string to)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(valid);
        string header = Encoding.UTF8.GetString(valid, 8, length);
        int at = header.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{from}' is not in {header}");
        byte[] edited = Encoding.UTF8.GetBytes(header[..at] + to + header[(at + from.Length)..]);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)edited.Length);
        return [.. prefix, .. edited, .. valid.AsSpan(8 + length)];
    }
}

using SpanNet.Kernels.Optimizers;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Tests.Optimizers;

public sealed class UpdateSweepTests
{
    private static readonly UpdateTerms AllTerms = new(0.01f)
    {
        Cut = 0.7f,
        Scale = 0.9f,
        L1 = 0.01f,
        L2 = 0.02f,
        Keep = 0.99f,
    };

    private static readonly AdamRule Adam = new(0.9f, 0.999f, 1.7f, 1e-8f);

    [Fact]
    public void AllWidthsGiveTheSameBits()
    {
        for (int length = 16; length <= 67; length++)
        {
            AllForms(new SgdRule(), length);
            AllForms(new MomentumRule(0.9f), length);
            AllForms(new NesterovRule(0.9f), length);
            AllForms(new RmsPropRule(0.99f, 1e-8f), length);
            AllForms(new AdagradRule(1e-10f), length);
            AllForms(Adam, length);
        }
    }

    [Fact]
    public void TermsThatChangeNothingCostNoBit()
    {
        // The three forms of the sweep agree where their terms do.
        float[] plain = Result(Adam, new UpdateTerms(0.01f));
        float[] clipped = Result(Adam, new UpdateTerms(0.01f) { Cut = 1e9f });
        float[] penalized = Result(Adam, new UpdateTerms(0.01f) { L1 = 1e-30f });
        Assert.Equal(plain, clipped);
        Assert.Equal(plain, penalized);

        static float[] Result(AdamRule rule, UpdateTerms terms)
        {
            (float[] w, float[] g, float[] s0, float[] s1) = Data(50);
            UpdateSweep.Run(rule, terms, w, g, s0, s1);
            return [.. w, .. s0, .. s1];
        }
    }

    [Fact]
    public void LengthsThatDifferAreRefused()
    {
        float[] x = new float[4];
        float[] y = new float[5];
        Assert.Throws<ArgumentException>(() => UpdateSweep.Run(new SgdRule(), new UpdateTerms(1), x, y, [], []));
        Assert.Throws<ArgumentException>(() => UpdateSweep.Run(new SgdRule(), new UpdateTerms(1), x, x, x, []));
        Assert.Throws<ArgumentException>(() => UpdateSweep.Run(new MomentumRule(0.9f), new UpdateTerms(1), x, x, [], []));
        Assert.Throws<ArgumentException>(() => UpdateSweep.Run(new AdamRule(0.9f, 0.9f, 1, 1), new UpdateTerms(1), x, x, x, y));
    }

    [Fact]
    public void DecayFloorKeepsNumbersAndDropsDenormals()
    {
        for (float x = 1e30f; x > 1e-28f; x /= 3)
        {
            float tolerance = (x * 2e-7f) + 5e-32f;
            Assert.Equal(x * 0.9f, Decayed(x), tolerance);
            Assert.Equal(-x * 0.9f, Decayed(-x), tolerance);
        }

        Assert.Equal(0f, Decayed(1e-40f));
        Assert.Equal(0f, Decayed(0f));

        static float Decayed(float x)
        {
            float result = 0;
            DecayFloor.Decay(Simd1.Create(0.9f), Simd1.Create(x), Simd1.Zero).Store(ref result, 0);
            return result;
        }
    }

    private static void AllForms<TRule>(TRule rule, int length)
        where TRule : struct, IUpdateRule
    {
        AllWidths(rule, new PlainForm(AllTerms), length);
        AllWidths(rule, new ClippedForm(AllTerms), length);
        AllWidths(rule, new PenalizedForm(AllTerms), length);
    }

    private static void AllWidths<TRule, TForm>(TRule rule, TForm form, int length)
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
    {
        float[] expected = Result<TRule, TForm, Simd1>(rule, form, length);
        Assert.Equal(expected, Result<TRule, TForm, Simd128>(rule, form, length));
        Assert.Equal(expected, Result<TRule, TForm, Simd256>(rule, form, length));
        Assert.Equal(expected, Result<TRule, TForm, Simd512>(rule, form, length));
    }

    private static float[] Result<TRule, TForm, V>(TRule rule, TForm form, int length)
        where TRule : struct, IUpdateRule
        where TForm : struct, IUpdateForm<TForm>
        where V : struct, ISimd<V>
    {
        (float[] w, float[] g, float[] s0, float[] s1) = Data(length);
        new UpdateSweep.Kernel<TRule, TForm>(rule, form, w, g, s0, s1).Run<V>();
        return [.. w, .. s0, .. s1];
    }

    private static (float[] W, float[] G, float[] S0, float[] S1) Data(int length)
    {
        var random = new Random(length);
        float[] Next(float low) => [.. Enumerable.Range(0, length).Select(_ => low + ((1 - low) * random.NextSingle()))];
        return (Next(-1), Next(-1), Next(0), Next(0));
    }
}

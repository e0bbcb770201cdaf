using SpanNet.Kernels.Attention;
using SpanNet.Kernels.RandomNumbers;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Tests.Attention;

public class AttentionWidthTests
{
    private const int Batch = 3;

    public static TheoryData<int, int, int, int, bool, bool> Shapes =>
        new()
        {
            { 5, 5, 2, 3, false, false },
            { 18, 18, 1, 16, true, false },
            { 33, 33, 2, 20, true, true },
            { 7, 40, 3, 32, false, true },
            { 1, 1, 1, 1, false, false },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_widths_and_numbers_of_threads_give_the_same_bits(
        int queries,
        int keys,
        int heads,
        int headWidth,
        bool isCausal,
        bool isMasked
    )
    {
        var shape = new AttentionShape(queries, keys, heads, headWidth, isCausal);
        var dropout = new WeightDropout(RandomStream.For(7, "test"), 0.2f);
        float[] q = Samples.Normal(Batch * queries * shape.Width, 1);
        float[] k = Samples.Normal(Batch * keys * shape.Width, 2);
        float[] v = Samples.Normal(Batch * keys * shape.Width, 3);
        float[] mask = isMasked ? [.. Samples.Normal(Batch * keys, 4).Select(x => x > 0f ? 1f : 0f)] : [];
        float[] dc = Samples.Normal(q.Length, 5);
        float[][] expected = Run(1);
        foreach (int lanes in Widths.All)
        {
            AssertSame(Run(lanes), $"{lanes} lanes");
        }

        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            float[][] all = Empty();
            float[] scratch = new float[4 * Kernels.Attention.Attention.BackwardScratch(shape, Batch)];
            Kernels.Attention.Attention.Forward(shape, Batch, q, k, v, mask, all[0], all[1], dropout, scratch, team);
            Kernels.Attention.Attention.Backward(shape, Batch, q, k, v, all[0], dc, all[2], all[3], all[4], dropout, scratch, team);
            AssertSame(all, $"{threads} threads");
        }

        float[][] Empty() =>
            [new float[Batch * shape.Weights], new float[q.Length], new float[q.Length], new float[k.Length], new float[k.Length]];

        void AssertSame(float[][] actual, string what)
        {
            foreach ((float[] e, float[] a) in expected.Zip(actual))
            {
                Widths.AssertSameBits(e, a, what);
            }
        }

        float[][] Run(int lanes)
        {
            float[][] all = Empty();
            var forward = new AttentionForwardJob
            {
                Shape = shape,
                Q = q,
                K = k,
                V = v,
                Mask = mask,
                Weights = all[0],
                Context = all[1],
                Dropout = dropout,
                Scratch = new float[AttentionForwardJob.SlotLength(shape)],
            };
            forward.Whole(Batch);
            Widths.Run(ref forward, lanes);
            var backward = new AttentionBackwardJob
            {
                Shape = shape,
                Q = q,
                K = k,
                V = v,
                Weights = all[0],
                Dcontext = dc,
                Dq = all[2],
                Dk = all[3],
                Dv = all[4],
                Dropout = dropout,
                Scratch = new float[AttentionBackwardJob.SlotLength(shape)],
            };
            backward.Whole(Batch);
            Widths.Run(ref backward, lanes);
            return all;
        }
    }
}

using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Memory;
using SpanNet.Kernels.Threading;
using SpanNet.Testing.Cases;
using static SpanNet.Kernels.Gemm.Gemm;

namespace SpanNet.Testing;

/// <summary>A matrix product with its matrices, ready to run again and again.</summary>
public sealed class GemmRun : IDisposable
{
    private readonly GemmCase product;
    private readonly ThreadTeam team;
    private readonly bool packs;
    private readonly AlignedBuffer x;
    private readonly AlignedBuffer w;
    private readonly AlignedBuffer dy;
    private readonly AlignedBuffer panels;
    private readonly AlignedBuffer result;
    private readonly AlignedBuffer scratch;

    /// <summary>The product with random matrices.</summary>
    /// <param name="product">What is computed.</param>
    /// <param name="team">The threads.</param>
    /// <param name="packs">True: every run brings B into panels first, as a caller does whose weights are row-major.</param>
    public GemmRun(GemmCase product, ThreadTeam team, bool packs = false)
    {
        this.product = product;
        this.team = team;
        this.packs = packs;
        (int m, int n, int k) = (product.Batch, product.Outputs, product.Inputs);
        var random = new Random(1);
        x = Filled(m * k, random);
        w = Filled(k * n, random);
        dy = Filled(m * n, random);
        panels = new AlignedBuffer(Panels.Length(k, n));
        Panels.Pack(w.Span, n, panels.Span, k, n);
        result = new AlignedBuffer(
            product.Form switch
            {
                GemmForm.Forward => m * n,
                GemmForm.WeightGradient => Panels.Length(k, n),
                _ => m * k,
            }
        );
        scratch = new AlignedBuffer(
            product.Form switch
            {
                GemmForm.Forward => 0,
                GemmForm.WeightGradient => WeightGradientScratch(m, n),
                _ => InputGradientScratch(n, k),
            }
        );
    }

    /// <summary>A(i, p).</summary>
    public float A(int i, int p) =>
        product.Form switch
        {
            GemmForm.Forward => x.Span[(i * product.Inputs) + p],
            GemmForm.WeightGradient => x.Span[(p * product.Inputs) + i],
            _ => dy.Span[(i * product.Outputs) + p],
        };

    /// <summary>B(p, j).</summary>
    public float B(int p, int j) =>
        product.Form switch
        {
            GemmForm.Forward => w.Span[(p * product.Outputs) + j],
            GemmForm.WeightGradient => dy.Span[(p * product.Outputs) + j],
            _ => w.Span[(j * product.Outputs) + p],
        };

    /// <summary>C(i, j) of the last run.</summary>
    public float C(int i, int j) =>
        result.Span[product.Form == GemmForm.WeightGradient ? Panels.IndexOf(i, j, product.M) : (i * product.N) + j];

    /// <summary>Fills C, so that an element that is not written shows.</summary>
    public void Clear() => result.Span.Fill(float.NaN);

    /// <summary>C = A · B.</summary>
    public void Run()
    {
        (int m, int n, int k) = (product.Batch, product.Outputs, product.Inputs);
        if (packs)
        {
            Panels.Pack(w.Span, n, panels.Span, k, n);
        }

        switch (product.Form)
        {
            case GemmForm.Forward:
                Forward(x.Span, panels.Span, default, result.Span, result.Span, m, n, k, null, team);
                break;
            case GemmForm.WeightGradient:
                WeightGradient(x.Span, dy.Span, result.Span, scratch.Span, m, n, k, accumulate: false, team);
                break;
            default:
                InputGradient(dy.Span, panels.Span, result.Span, scratch.Span, m, n, k, accumulate: false, team);
                break;
        }
    }

    public void Dispose()
    {
        foreach (AlignedBuffer buffer in (AlignedBuffer[])[x, w, dy, panels, result, scratch])
        {
            buffer.Dispose();
        }
    }

    private static AlignedBuffer Filled(int length, Random random)
    {
        var buffer = new AlignedBuffer(length);
        foreach (ref float value in buffer.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        return buffer;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Gemm;

/// <summary>Some rows of dx and what a block of outputs adds to them, input by input in tiles of <see cref="QuadKernel"/>.</summary>
internal unsafe ref struct QuadBlock
{
    /// <summary>Rows of the tallest tile at any width.</summary>
    private const int MostRows = 6;

    public int Rows;
    public int Outputs;
    public float* Dy;
    public nint DyRow;

    /// <summary>[rows, 4]: outputs that are no whole quad, and zeros behind them.</summary>
    public float* Last;

    /// <summary>The first panel of the block, and the distance to the next.</summary>
    public ref float W;
    public nint WPanel;
    public ref float Dx;
    public nint DxRow;

    /// <summary>Whether the block is added to dx.</summary>
    public bool Continues;

    /// <summary>Room for the outputs of a vector of inputs: the first tile brings W into the order in which the others read it.</summary>
    public ref float Kept;

    /// <summary>Copies the outputs that are no whole quad to where a tile finds them.</summary>
    public readonly void TakeLast()
    {
        int outputs = Outputs % QuadKernel.Quad;
        for (int row = 0; outputs > 0 && row < Rows; row++)
        {
            // Safety: the outputs that are copied are the last of the block's in a row of dy.
            float* from = Dy + (row * DyRow) + Outputs - outputs;
            float* to = Last + (row * QuadKernel.Quad);
            for (int i = 0; i < QuadKernel.Quad; i++)
            {
                to[i] = i < outputs ? from[i] : 0f;
            }
        }
    }

    /// <summary>The inputs [first, end).</summary>
    public readonly void Inputs<V>(int first, int end)
        where V : struct, ISimdQuads<V>
    {
        for (; first <= end - V.Count; first += V.Count)
        {
            Vector<V>(first);
        }

        if (first < end)
        {
            Rest<V>(first, end - first);
        }
    }

    private readonly void Vector<V>(int input)
        where V : struct, ISimdQuads<V>
    {
        // Safety: the product hands in rows, outputs and inputs inside its operands.
        ref float w = ref Unsafe.Add(ref W, (nint)input * Panels.Width);
        ref float dx = ref Unsafe.Add(ref Dx, input);
        int rows = Math.Min(Rows, QuadKernel.MaxRows<V>());
        Tile<V, No>(0, rows, ref w, Continues, ref dx, DxRow);
        for (int row = rows; row < Rows; row += rows)
        {
            rows = Math.Min(Rows - row, QuadKernel.MaxRows<V>());
            Tile<V, Yes>(row, rows, ref w, Continues, ref Unsafe.Add(ref dx, row * DxRow), DxRow);
        }
    }

    /// <summary>Fewer inputs than a vector has lanes: zeros fill it, and their sums are dropped.</summary>
    [SkipLocalsInit]
    private readonly void Rest<V>(int input, int inputs)
        where V : struct, ISimdQuads<V>
    {
        // Safety: as above; the tile's sums have a place of their own, from which those of the inputs are taken.
        ref float w = ref Unsafe.Add(ref W, (nint)input * Panels.Width);
        for (nint output = 0; output < Outputs; output += QuadKernel.Quad)
        {
            for (nint v = 0; v < QuadKernel.Quad; v++)
            {
                V.Zero.Store(ref Kept, (output + v) * V.Count);
            }

            for (nint lane = 0; lane < inputs; lane++)
            {
                // Group g of vector v is the input 4·g + v.
                nint place = ((output + (lane % QuadKernel.Quad)) * V.Count) + (lane / QuadKernel.Quad * QuadKernel.Quad);
                Simd128.Load(ref w, Panels.Offset(output, WPanel) + (lane * Panels.Width)).Store(ref Kept, place);
            }
        }

        Span<float> sums = stackalloc float[MostRows * Panels.Width];
        int rows = QuadKernel.MaxRows<V>();
        for (int row = 0; row < Rows; row += rows)
        {
            rows = Math.Min(rows, Rows - row);
            Tile<V, Yes>(row, rows, ref w, continues: false, ref MemoryMarshal.GetReference(sums), Panels.Width);
            for (int r = 0; r < rows; r++)
            {
                ref float dx = ref Unsafe.Add(ref Dx, ((row + r) * DxRow) + input);
                V sum = V.Load(ref MemoryMarshal.GetReference(sums), r * Panels.Width);
                V start = Continues ? V.LoadFirst(ref dx, 0, inputs, V.Zero) : V.Zero;
                (Continues ? start + sum : sum).StoreFirst(ref dx, 0, inputs);
            }
        }
    }

    // csharpier-ignore-start
    private readonly void Tile<V, TKept>(nint row, int rows, ref float w, bool continues, ref float c, nint ldc)
        where V : struct, ISimdQuads<V>
        where TKept : struct, IChoice
    {
        float* dy = Dy + (row * DyRow);
        float* last = Last + (row * QuadKernel.Quad);
        switch (rows)
        {
            case 1: QuadKernel.Tile<V, One, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
            case 2: QuadKernel.Tile<V, Two, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
            case 3: QuadKernel.Tile<V, Three, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
            case 4: QuadKernel.Tile<V, Four, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
            case 5: QuadKernel.Tile<V, Five, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
            default: QuadKernel.Tile<V, Six, TKept>(Outputs, dy, DyRow, last, ref w, WPanel, ref Kept, continues, ref c, ldc); break;
        }
    }
    // csharpier-ignore-end
}

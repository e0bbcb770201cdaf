using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;

namespace SpanNet.Kernels.Recurrent;

/// <summary>Some samples from their last step back to their first: dh ← what passes the product by + dp·W_hh.</summary>
internal ref struct BackwardBlock<TCell> : ISimdKernel
    where TCell : struct, ICell
{
    /// <summary>The pass; its scratch holds the panels of W_hh [width, hidden].</summary>
    public RecurrentBackward Pass;

    /// <summary>The first sample.</summary>
    public int First;

    /// <summary>Number of samples.</summary>
    public int Rows;

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        RecurrentShape shape = Pass.Shape;
        nint hidden = shape.Hidden;
        nint time = shape.Time;

        // Safety: the entry point has checked every length; blocks lie inside the batch, and steps inside time.
        ref float state = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.StateGradients), First * hidden);
        ref float cell = ref Unsafe.Add(ref state, Pass.Batch * hidden);
        Begin(ref state, ref cell);
        Span<float> dp = shape.HasHiddenGradient ? Pass.ProductGradient : Pass.Gates;
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetReference(dp), First * time * shape.Width);
        var step = new Product
        {
            M = Rows,
            N = shape.Hidden,
            K = shape.Width,
            ARow = time * shape.Width,
            AColumn = 1,
            B = ref MemoryMarshal.GetReference(Pass.Scratch),
            BPanel = (nint)shape.PaddedWidth * Panels.Width,
            BRow = Panels.Width,
            Start = ref state,
            StartRow = hidden,
            StartPanel = Panels.Width,
            C = ref state,
            CRow = hidden,
            CPanel = Panels.Width,
        };
        step.Cut(0, Rows, 0, shape.Hidden);
        for (nint s = time - 1; s >= 0; s--)
        {
            nint t = Pass.IsReverse ? time - 1 - s : s;
            Cells<V>(t, ref state, ref cell);
            step.A = ref Unsafe.Add(ref first, t * shape.Width);
            step.Run<V>();
        }
    }

    /// <summary>The gradients by the gates of all samples at step <paramref name="t"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Cells<V>(nint t, ref float state, ref float cell)
        where V : struct, ISimd<V>
    {
        nint hidden = Pass.Shape.Hidden;
        nint time = Pass.Shape.Time;
        nint width = Pass.Shape.Width;
        for (int r = 0; r < Rows; r++)
        {
            nint number = ((First + r) * time) + t;
            var row = new CellGradientRow
            {
                Hidden = hidden,
                Gates = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Gates), number * width),
                ProductGradient = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.ProductGradient), number * width),
                Previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Previous), number * hidden),
                PreviousCell = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.PreviousCell), number * hidden),
                Kept = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Kept), number * Pass.Shape.Kept),
                State = ref Unsafe.Add(ref state, r * hidden),
                Cell = ref Unsafe.Add(ref cell, r * hidden),
            };
            if (!Pass.OutputGradient.IsEmpty)
            {
                row.Output = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.OutputGradient), number * Pass.OutputStep);
            }

            if (!Pass.Lengths.IsEmpty && t >= (int)Pass.Lengths[First + r])
            {
                Skip(ref row);
                continue;
            }

            nint j = 0;
            for (; j <= hidden - V.Count; j += V.Count)
            {
                TCell.Backward<V>(in row, j, V.Count);
            }

            if (j < hidden)
            {
                TCell.Backward<V>(in row, j, (int)(hidden - j));
            }
        }
    }

    /// <summary>A step behind a sample's end: the state's gradient passes, the gates get none.</summary>
    private readonly void Skip(ref CellGradientRow row)
    {
        MemoryMarshal.CreateSpan(ref row.Gates, Pass.Shape.Width).Clear();
        if (Pass.Shape.HasHiddenGradient)
        {
            MemoryMarshal.CreateSpan(ref row.ProductGradient, Pass.Shape.Width).Clear();
        }
    }

    /// <summary>Nothing comes back from behind the last step but the gradient by the final states.</summary>
    private readonly void Begin(ref float state, ref float cell)
    {
        int hidden = Pass.Shape.Hidden;
        Span<float> rows = MemoryMarshal.CreateSpan(ref state, Rows * hidden);
        MemoryMarshal.CreateSpan(ref cell, Rows * hidden).Clear();
        if (Pass.FinalGradient.IsEmpty)
        {
            rows.Clear();
            return;
        }

        for (int r = 0; r < Rows; r++)
        {
            Pass.FinalGradient.Slice((First + r) * Pass.FinalRow, hidden).CopyTo(rows.Slice(r * hidden, hidden));
        }
    }
}

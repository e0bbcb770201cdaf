using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpanNet.Kernels.Gemm;
using SpanNet.Kernels.Simd;
using SpanNet.Kernels.Threading;

namespace SpanNet.Kernels.Recurrent;

/// <summary>
/// Samples from their first step to their last: a batch cut among threads, and on each thread into blocks. One struct for both, since it is large, and
/// its copies are a twentieth of a single step.
/// </summary>
internal ref struct ForwardJob<TCell> : IParallelJob, ISimdKernel
    where TCell : struct, ICell
{
    public RecurrentForward Pass;

    /// <summary>The first sample of the block that this copy computes.</summary>
    public int First;

    /// <summary>Number of samples.</summary>
    public int Rows;

    /// <summary>The sample in whose place of the gates' memory the block's begin.</summary>
    public int GatesRow;

    private int parts;

    private readonly bool Keeps => !Pass.Previous.IsEmpty;

    /// <summary>Computes on <paramref name="team"/>.</summary>
    public void Run(ThreadTeam team)
    {
        parts = Recurrence.Parts(Pass.Shape, Pass.Batch, team);
        if (parts == 1)
        {
            Blocks(0);
        }
        else
        {
            Share(team);
        }
    }

    /// <inheritdoc/>
    public readonly void Run(int part)
    {
        ForwardJob<TCell> own = this;
        own.Blocks(part);
    }

    /// <inheritdoc/>
    public readonly void Run<V>()
        where V : struct, ISimd<V>
    {
        RecurrentShape shape = Pass.Shape;
        nint hidden = shape.Hidden;
        nint time = shape.Time;

        // Safety: the entry point has checked every length; blocks lie inside the batch, and steps inside time.
        ref float scratch = ref MemoryMarshal.GetReference(Pass.Scratch);
        ref float product = ref Unsafe.Add(ref scratch, First * (nint)shape.PaddedWidth);
        ref float state = ref Unsafe.Add(ref scratch, (Pass.Batch * (nint)shape.PaddedWidth) + (First * hidden));
        ref float cell = ref Unsafe.Add(ref state, Pass.Batch * hidden);
        ref float gates = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Gates), GatesRow * time * shape.Width);

        InputProduct<V>(ref gates);
        nint firstStep = Pass.IsReverse ? time - 1 : 0;
        Begin(Pass.InitialState, ref Keeps ? ref At(Pass.Previous, firstStep) : ref state);
        if (TCell.HasCell)
        {
            Begin(Pass.InitialCell, ref Keeps ? ref At(Pass.PreviousCell, firstStep) : ref cell);
        }

        var step = new Product
        {
            M = Rows,
            N = shape.Width,
            K = shape.Hidden,
            ARow = Keeps ? time * hidden : hidden,
            AColumn = 1,
            B = ref MemoryMarshal.GetReference(Pass.HiddenWeight),
            BPanel = hidden * Panels.Width,
            BRow = Panels.Width,
            Start = ref MemoryMarshal.GetReference(Pass.HiddenBias),
            StartRow = 0,
            StartPanel = Panels.Width,
            C = ref product,
            CRow = shape.PaddedWidth,
            CPanel = Panels.Width,
            CIsPadded = true,
        };
        step.Cut(0, Rows, 0, shape.PaddedWidth);
        for (nint s = 0; s < time; s++)
        {
            nint t = Pass.IsReverse ? time - 1 - s : s;
            // A single row reads W_hh once in every step: the next one turns around and begins with what is still in the cache.
            step.FromEnd = (s & 1) != 0;
            step.A = ref Keeps ? ref At(Pass.Previous, t) : ref state;
            step.Run<V>();
            Cells<V>(t, s == time - 1, ref gates, ref product, ref state, ref cell);
        }

        End(Pass.FinalState, ref state);
        End(Pass.FinalCell, ref cell);
    }

    /// <summary>W_ih x + b_ih of all steps of all samples: one product.</summary>
    private readonly void InputProduct<V>(ref float gates)
        where V : struct, ISimd<V>
    {
        RecurrentShape shape = Pass.Shape;
        int rows = Rows * shape.Time;
        var product = new Product
        {
            M = rows,
            N = shape.Width,
            K = shape.Inputs,
            A = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.X), First * (nint)shape.Time * shape.Inputs),
            ARow = shape.Inputs,
            AColumn = 1,
            B = ref MemoryMarshal.GetReference(Pass.InputWeight),
            BPanel = (nint)shape.Inputs * Panels.Width,
            BRow = Panels.Width,
            Start = ref MemoryMarshal.GetReference(Pass.InputBias),
            StartRow = 0,
            StartPanel = Panels.Width,
            C = ref gates,
            CRow = shape.Width,
            CPanel = Panels.Width,
        };
        product.Cut(0, rows, 0, shape.Width);
        product.Run<V>();
    }

    /// <summary>The new states of all samples at step <paramref name="t"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Cells<V>(nint t, bool isLast, ref float gates, ref float product, ref float state, ref float cell)
        where V : struct, ISimd<V>
    {
        nint hidden = Pass.Shape.Hidden;
        nint time = Pass.Shape.Time;
        nint width = Pass.Shape.Width;
        nint toNext = Pass.IsReverse ? -hidden : hidden;
        bool keeps = Keeps;
        for (int r = 0; r < Rows; r++)
        {
            nint number = ((First + r) * time) + t;
            var row = new CellRow
            {
                Hidden = hidden,
                Gates = ref Unsafe.Add(ref gates, ((r * time) + t) * width),
                Product = ref Unsafe.Add(ref product, r * (nint)Pass.Shape.PaddedWidth),
                Next = ref Unsafe.Add(ref state, r * hidden),
                NextCell = ref Unsafe.Add(ref cell, r * hidden),
                Keeps = keeps,
            };
            row.Previous = ref row.Next;
            row.PreviousCell = ref row.NextCell;
            if (keeps)
            {
                row.Previous = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Previous), number * hidden);
                row.PreviousCell = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.PreviousCell), number * hidden);
                row.Kept = ref Unsafe.Add(ref MemoryMarshal.GetReference(Pass.Kept), number * Pass.Shape.Kept);
                if (!isLast)
                {
                    row.Next = ref Unsafe.Add(ref row.Previous, toNext);
                    row.NextCell = ref Unsafe.Add(ref row.PreviousCell, toNext);
                }
            }

            bool ends = !Pass.Lengths.IsEmpty && t >= (int)Pass.Lengths[First + r];
            if (ends)
            {
                Copy(ref row.Previous, ref row.Next, hidden);
                if (TCell.HasCell)
                {
                    Copy(ref row.PreviousCell, ref row.NextCell, hidden);
                }
            }
            else
            {
                nint j = 0;
                for (; j <= hidden - V.Count; j += V.Count)
                {
                    TCell.Forward<V>(in row, j, V.Count);
                }

                if (j < hidden)
                {
                    TCell.Forward<V>(in row, j, (int)(hidden - j));
                }
            }

            if (!Pass.Output.IsEmpty)
            {
                Span<float> output = Pass.Output.Slice((int)(number * Pass.OutputStep), (int)hidden);
                if (ends)
                {
                    output.Clear();
                }
                else
                {
                    MemoryMarshal.CreateReadOnlySpan(ref row.Next, (int)hidden).CopyTo(output);
                }
            }
        }
    }

    /// <summary>The place of the block's first sample at step <paramref name="t"/> in what is kept of states.</summary>
    private readonly ref float At(Span<float> kept, nint t) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(kept), ((First * (nint)Pass.Shape.Time) + t) * Pass.Shape.Hidden);

    /// <summary>Sets the states of all samples before their first step, which lie as <see cref="Product.A"/> has them.</summary>
    private readonly void Begin(ReadOnlySpan<float> initial, ref float first)
    {
        int hidden = Pass.Shape.Hidden;
        nint stride = Keeps ? (nint)Pass.Shape.Time * hidden : hidden;
        for (int r = 0; r < Rows; r++)
        {
            Span<float> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, r * stride), hidden);
            if (initial.IsEmpty)
            {
                row.Clear();
            }
            else
            {
                initial.Slice((First + r) * Pass.InitialRow, hidden).CopyTo(row);
            }
        }
    }

    private readonly void End(Span<float> final, ref float last)
    {
        int hidden = Pass.Shape.Hidden;
        for (int r = 0; r < Rows && !final.IsEmpty; r++)
        {
            MemoryMarshal
                .CreateReadOnlySpan(ref Unsafe.Add(ref last, r * (nint)hidden), hidden)
                .CopyTo(final.Slice((First + r) * Pass.FinalRow, hidden));
        }
    }

    private static void Copy(ref float from, ref float to, nint length) =>
        MemoryMarshal.CreateReadOnlySpan(ref from, (int)length).CopyTo(MemoryMarshal.CreateSpan(ref to, (int)length));

    /// <summary>The blocks of a part, one after the other.</summary>
    private void Blocks(int part)
    {
        (int start, int end) = Partition.Range(Pass.Batch, part, parts);
        int blocks = (end - start + RowBlock.MostRows - 1) / RowBlock.MostRows;
        for (int block = 0; block < blocks; block++)
        {
            (int begin, int stop) = Partition.Range(end - start, block, blocks);
            First = start + begin;
            Rows = stop - begin;

            // Gates that nobody reads afterwards: all blocks of a thread use the same memory, which stays in its cache.
            GatesRow = Keeps ? First : start;
            SimdWidth.Run(ref this, Panels.Width);
        }
    }

    /// <summary>Apart from <see cref="Run(ThreadTeam)"/>, where the copies that a team makes of a job would cost a single step time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Share(ThreadTeam team) => team.Run(this, parts);
}

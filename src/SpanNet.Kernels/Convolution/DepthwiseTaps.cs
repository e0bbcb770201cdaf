using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// One phase of a depthwise convolution as <see cref="DepthwisePixels"/> computes it: its columns in tiles, its taps in runs, and which numbers
/// of a tile lie inside the image. Made at plan time.
/// </summary>
internal sealed class DepthwiseTaps
{
    /// <summary>Pixels of the largest tile: as many chains hide the latency of their multiplications.</summary>
    private const int MostPixels = 8;

    /// <summary>Taps of the longest run.</summary>
    private const int MostTaps = 3;

    /// <summary>Columns between pixels that read numbers in common.</summary>
    private const int MostStep = 2;

    private readonly int lower;

    private DepthwiseTaps(Correlation plan, CorrelationPhase phase)
    {
        Phase = phase;
        Tiles = (phase.Columns + MostPixels - 1) / MostPixels;
        (lower, Higher) = Tiles == 0 ? (0, 0) : Math.DivRem(phase.Columns, Tiles);
        var runs = new List<TapRun>();
        for (int row = 0; row < phase.TapRows.Length; row++)
        {
            for (int column = 0, next; column < phase.TapColumns.Length; column = next)
            {
                next = column + RunAt(phase.TapColumns, column, plan.ColumnStep);
                int tap = (row * phase.TapColumns.Length) + column;
                runs.Add(
                    new TapRun(
                        phase.TapRows[row] - plan.Source.Top,
                        phase.TapColumns[column] - plan.Source.Left,
                        ((phase.TapRows[row] - plan.Source.Top) * plan.Source.SourceRow)
                            + ((phase.TapColumns[column] - plan.Source.Left) * plan.Source.Channels),
                        next - column,
                        phase.Taps[tap] * Panels.Width,
                        next - column > 1 ? (phase.Taps[tap + 1] - phase.Taps[tap]) * Panels.Width : 0
                    )
                );
            }
        }

        Runs = [.. runs];
        Inside = new uint[Tiles * Runs.Length];
        for (int tile = 0; tile < Tiles; tile++)
        {
            for (int run = 0; run < Runs.Length; run++)
            {
                Inside[(tile * Runs.Length) + run] = InsideOf(plan, Start(tile), Runs[run]);
            }
        }
    }

    /// <summary>The pixels.</summary>
    public CorrelationPhase Phase { get; }

    /// <summary>Tiles of a row: all of the same size, but for the first.</summary>
    public int Tiles { get; }

    /// <summary>How many tiles have one pixel more.</summary>
    public int Higher { get; }

    /// <summary>The taps in the chain's order.</summary>
    public TapRun[] Runs { get; }

    /// <summary>For every run of every tile: bit i is set where the number that is read as i-th lies in a column of the image.</summary>
    public uint[] Inside { get; }

    /// <summary>The phases of <paramref name="plan"/>, or none where it is not depthwise.</summary>
    public static DepthwiseTaps[] Of(Correlation plan) =>
        plan.IsDepthwise ? Array.ConvertAll(plan.Phases, phase => new DepthwiseTaps(plan, phase)) : [];

    /// <summary>First pixel of a tile.</summary>
    public int Start(int tile) => (tile * lower) + Math.Min(tile, Higher);

    /// <summary>How many taps from number <paramref name="first"/> on are read together: neighbours, if pixels are neighbours too.</summary>
    private static int RunAt(int[] columns, int first, int step)
    {
        int taps = 1;
        while (taps < MostTaps && first + taps < columns.Length && columns[first + taps] == columns[first] + taps)
        {
            taps++;
        }

        return step == 1 || (step == MostStep && taps == MostTaps) ? taps : 1;
    }

    private static uint InsideOf(Correlation plan, int start, TapRun run)
    {
        uint inside = 0;
        int distance = run.Taps > 1 ? 1 : plan.ColumnStep;
        for (int i = 0; i < ((MostPixels - 1) * MostStep) + MostTaps; i++)
        {
            int column = (start * plan.ColumnStep) + run.Column + (i * distance);
            inside |= (uint)column < (uint)plan.Source.Width ? 1u << i : 0;
        }

        return inside;
    }

    /// <summary>Taps of one kernel row that are neighbours, so that the pixels of a tile read mostly the same numbers.</summary>
    /// <param name="Row">Rows of the image from a pixel's own place.</param>
    /// <param name="Column">Columns of the image from a pixel's own place to the first tap.</param>
    /// <param name="Place">Both in floats.</param>
    /// <param name="Taps">How many.</param>
    /// <param name="Filter">Where the panel of filters holds the first.</param>
    /// <param name="Step">Floats from one to the next there.</param>
    public readonly record struct TapRun(int Row, int Column, int Place, int Taps, int Filter, int Step);
}

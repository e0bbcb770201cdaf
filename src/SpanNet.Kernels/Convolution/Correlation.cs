using SpanNet.Kernels.Gemm;

namespace SpanNet.Kernels.Convolution;

/// <summary>
/// Every pixel of a destination as chains over taps of a padded source: the one form of a convolution, of the gradient of its input and
/// of a transposed convolution. Made at plan time; <see cref="CorrelationJob"/> runs it, or <see cref="DepthwiseJob"/>.
/// </summary>
internal sealed class Correlation
{
    /// <summary>Images whose padded copies and results stay together in a second-level cache: 384 KiB.</summary>
    private const int BlockLength = 3 << 15;

    /// <summary>As many images as the highest tile has rows.</summary>
    private const int MostImages = 12;

    public Correlation(PaddedImage source) => Source = source;

    /// <summary>What the chains read.</summary>
    public PaddedImage Source { get; }

    /// <summary>The kinds of pixels.</summary>
    public required CorrelationPhase[] Phases { get; init; }

    /// <summary>True when what its one phase counts as pixels are the tiles of <see cref="Winograd"/>.</summary>
    public bool IsWinograd { get; init; }

    /// <summary>True when every channel has a filter of its own: <see cref="DepthwiseJob"/> runs it, on images that are not padded.</summary>
    public bool IsDepthwise => Groups > 1 && GroupInputs == 1 && GroupOutputs == 1;

    /// <summary>Rows of the padded source from one row of a phase to the next.</summary>
    public required int RowStep { get; init; }

    /// <summary>Columns of the padded source from one column of a phase to the next.</summary>
    public required int ColumnStep { get; init; }

    /// <summary>Rows of the padded source that one row of pixels reads.</summary>
    public required int RowSpan { get; init; }

    /// <summary>Rows of the destination.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the destination.</summary>
    public required int Width { get; init; }

    /// <summary>Rows and columns of the destination from one pixel of a phase to the next.</summary>
    public required (int Height, int Width) Stride { get; init; }

    /// <summary>Groups of channels.</summary>
    public required int Groups { get; init; }

    /// <summary>Channels of the source that a group reads.</summary>
    public required int GroupInputs { get; init; }

    /// <summary>Channels of the destination that a group writes: columns of its panels.</summary>
    public required int GroupOutputs { get; init; }

    /// <summary>Rows of a group's panels.</summary>
    public required int PanelRows { get; init; }

    /// <summary>Channels of the destination.</summary>
    public int Outputs => Groups * GroupOutputs;

    /// <summary>Floats of a row of the destination.</summary>
    public int RowLength => Width * Outputs;

    /// <summary>Floats of an image of the destination.</summary>
    public int Length => Height * RowLength;

    /// <summary>Floats of the source from a pixel of a phase to the next.</summary>
    public int Edge => ColumnStep * Source.Channels;

    /// <summary>Floats of the filters as pairs of pixels in one vector read them (<see cref="PairPanel"/>); 0 where no pixels are paired so.</summary>
    public int PairLength =>
        Groups == 1 && GroupOutputs == PairPanel.Outputs && Stride == (1, 1) && Phases[0].HasPairs(Edge)
            ? PairPanel.Length(Phases[0].Offsets.Length, Phases[0].SegmentLength, Edge)
            : 0;

    /// <summary>Rows of the phase that has most of them: by them threads share an image.</summary>
    public int Rows => (Height + Stride.Height - 1) / Stride.Height;

    /// <summary>Images of a batch that are padded and computed together.</summary>
    public int ImagesPerBlock(int batch) => Math.Clamp(BlockLength / (Source.Length + Length), 1, Math.Min(batch, MostImages));

    /// <summary>Floats of the padded images of a block.</summary>
    public int PaddedLength(int batch) => Source.IsCopied && !IsDepthwise ? checked(ImagesPerBlock(batch) * Source.Length) : 0;

    /// <summary>Floats of scratch that one thread needs.</summary>
    public int SlotLength(int batch) => checked(PaddedLength(batch) + (IsWinograd ? WinogradTiles.RoomLength(this) : PairLength));

    /// <summary>Floats of scratch that <see cref="CorrelationJob"/> needs; more threads than cores share what there is.</summary>
    public int ScratchLength(int batch) => checked((int)Math.Min((long)batch * Rows, Environment.ProcessorCount) * SlotLength(batch));

    /// <summary>Floats of the filters as the tiles read them, where these are not the filters of the layer.</summary>
    public int TransformedLength => IsWinograd ? Panels.Length(PanelRows, GroupOutputs) : 0;

    /// <summary>y from x.</summary>
    public static Correlation Forward(ConvolutionShape s)
    {
        var source = new PaddedImage(
            s.Height,
            s.Width,
            s.Channels,
            s.Top,
            s.Left,
            ((s.OutputHeight - 1) * s.StrideHeight) + s.SpanHeight,
            ((s.OutputWidth - 1) * s.StrideWidth) + s.SpanWidth
        );
        var phase = new CorrelationPhase(
            source,
            Multiples(s.KernelHeight, s.DilationHeight),
            Multiples(s.KernelWidth, s.DilationWidth),
            s.GroupChannels,
            s.Groups == 1 && s.DilationWidth == 1
        )
        {
            Rows = s.OutputHeight,
            Columns = s.OutputWidth,
            Destination = 0,
            Taps = Multiples(s.Taps, 1),
        };
        return new Correlation(source)
        {
            Phases = [phase],
            RowStep = s.StrideHeight,
            ColumnStep = s.StrideWidth,
            RowSpan = s.SpanHeight,
            Height = s.OutputHeight,
            Width = s.OutputWidth,
            Stride = (1, 1),
            Groups = s.Groups,
            GroupInputs = s.GroupChannels,
            GroupOutputs = s.GroupOutputs,
            PanelRows = s.Taps * s.GroupChannels,
        };
    }

    /// <summary>
    /// dx from dy: dx(h) sums dy(oh)·w(kh) over all oh·stride + kh·dilation = h + top. For h = stride·q + r that is oh = q + e(kh), so
    /// that the taps of a remainder r read dy at fixed distances. Taps run backwards: the chain goes through dy from first to last.
    /// </summary>
    public static Correlation Backward(ConvolutionShape s)
    {
        PhaseAxis rows = new(s.Height, s.KernelHeight, s.StrideHeight, s.DilationHeight, s.Top);
        PhaseAxis columns = new(s.Width, s.KernelWidth, s.StrideWidth, s.DilationWidth, s.Left);
        var source = new PaddedImage(s.OutputHeight, s.OutputWidth, s.Outputs, rows.Before, columns.Before, rows.Extent, columns.Extent);
        var phases = new List<CorrelationPhase>();
        int panelRow = 0;
        for (int r = 0; r < Math.Min(s.StrideHeight, s.Height); r++)
        {
            for (int c = 0; c < Math.Min(s.StrideWidth, s.Width); c++)
            {
                (int[] down, int[] downPlaces) = rows.Taps(r);
                (int[] across, int[] acrossPlaces) = columns.Taps(c);
                var taps = new List<int>();
                foreach (int kh in down)
                {
                    foreach (int kw in across)
                    {
                        taps.Add((kh * s.KernelWidth) + kw);
                    }
                }

                phases.Add(
                    new CorrelationPhase(source, downPlaces, acrossPlaces, s.GroupOutputs, s.Groups == 1 && Follow(acrossPlaces))
                    {
                        Rows = rows.Count(r),
                        Columns = columns.Count(c),
                        Destination = ((r * s.Width) + c) * s.Channels,
                        Taps = [.. taps],
                        FirstRow = panelRow,
                    }
                );
                panelRow += taps.Count * s.GroupOutputs;
            }
        }

        return new Correlation(source)
        {
            Phases = [.. phases],
            RowStep = 1,
            ColumnStep = 1,
            RowSpan = rows.Span,
            Height = s.Height,
            Width = s.Width,
            Stride = (s.StrideHeight, s.StrideWidth),
            Groups = s.Groups,
            GroupInputs = s.GroupOutputs,
            GroupOutputs = s.GroupChannels,
            PanelRows = s.Taps * s.GroupOutputs,
        };
    }

    /// <summary>Where each row of pixels of a block of images begins in the padded images.</summary>
    public int[] PixelRows()
    {
        int[] rows = new int[ImagesPerBlock(int.MaxValue) * Height];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = (row / Height * Source.Length) + (row % Height * RowStep * Source.RowLength);
        }

        return rows;
    }

    private static int[] Multiples(int count, int factor)
    {
        int[] multiples = new int[count];
        for (int i = 0; i < count; i++)
        {
            multiples[i] = i * factor;
        }

        return multiples;
    }

    /// <summary>True when every place is the one after the place before.</summary>
    private static bool Follow(int[] places)
    {
        for (int i = 1; i < places.Length; i++)
        {
            if (places[i] != places[i - 1] + 1)
            {
                return false;
            }
        }

        return true;
    }
}

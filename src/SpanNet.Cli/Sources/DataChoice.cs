using SpanNet.Data;

namespace SpanNet.Cli.Sources;

/// <summary>What the command line says about the data.</summary>
/// <param name="Data">A name (digits, mnist, fashion-mnist), the path of a CSV file, or text:FILE.</param>
internal sealed record DataChoice(string Data)
{
    /// <summary>The data that is learned when nobody says otherwise.</summary>
    public const string Default = "digits";

    /// <summary>Folder of the files of mnist and fashion-mnist; null: the usual places.</summary>
    public string? Folder { get; init; }

    /// <summary>Column of a CSV file to learn; null: its last.</summary>
    public string? Target { get; init; }

    /// <summary>How rows of a CSV file become inputs; null: fitted on its training part.</summary>
    public TableEncoding? Encoding { get; init; }

    /// <summary>The characters that a text may have; null: those that it has.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>Share of the samples that do not test, held out to decide when to stop; null: what the data suggests.</summary>
    public double? Validation { get; init; }

    /// <summary>Seed of the random parts of a CSV file.</summary>
    public ulong Seed { get; init; } = 1;
}

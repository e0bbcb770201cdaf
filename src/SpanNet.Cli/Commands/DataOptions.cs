using System.CommandLine;

namespace SpanNet.Cli.Commands;

/// <summary>The options that say which data is meant, the same for every command.</summary>
internal sealed class DataOptions
{
    public DataOptions(string description)
    {
        Data = new("--data") { Description = description, HelpName = "digits|mnist|fashion-mnist|FILE.csv|text:FILE" };
    }

    /// <summary>The data.</summary>
    public Option<string?> Data { get; }

    /// <summary>Folder of the files.</summary>
    public Option<string?> Folder { get; } =
        new("--data-dir")
        {
            Description = "Folder of the files of mnist or fashion-mnist; without it the usual places are searched.",
            HelpName = "DIR",
        };

    /// <summary>Column to learn.</summary>
    public Option<string?> Target { get; } =
        new("--target")
        {
            Description = "Column of the CSV file to learn [default: its last]. Text or few whole numbers are classes.",
            HelpName = "COL",
        };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Folder);
        command.Options.Add(Target);
    }
}

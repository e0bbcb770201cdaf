using System.Globalization;
using System.Text;
using SpanNet.Operators;

namespace SpanNet.Planning;

/// <summary>A plan in words: a line for each step, in columns.</summary>
internal static class PlanDescription
{
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{plan.Mode} plan, batch {plan.MaximumBatch}, {plan.Steps.Length} steps, {plan.PeakBytes} bytes at the peak"
        );
        string[][] rows =
        [
            .. plan.Steps.Select((step, i) => (string[])[step.Node.Name, step.Kind, Place(step), string.Join(", ", Notes(plan, i))]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(("  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
        }

        return text.ToString();
    }

    /// <summary>First floats of the inputs and of the output in the arena, and the output's length.</summary>
    private static string Place(PlanStep step)
    {
        string inputs = string.Join(", ", step.Inputs.Select(input => input.Value.Offset.ToString(CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"[{inputs}] -> {step.Output.Offset} ({step.Output.Length})");
    }

    private static IEnumerable<string> Notes(Plan plan, int number)
    {
        PlanStep step = plan.Steps[number];
        int[] inputs = [.. Enumerable.Range(0, step.Inputs.Length)];
        int joined = inputs.Count(i => LiesInOutput(step, i));
        if (inputs.Any(i => LiesInInput(step, i)) || joined == inputs.Length)
        {
            yield return "in place";
        }
        else if (joined > 0)
        {
            yield return $"{joined} of {inputs.Length} in place";
        }
        else if (step.Layer.Flops(step.InputShapes.AsSpan()) == 0)
        {
            yield return "copied";
        }

        if (plan.WayBack.Contains(new BackwardRun(number, IsForward: true)))
        {
            yield return "computed again";
        }
    }

    /// <summary>The output is a part of an input, or overwrites it.</summary>
    private static bool LiesInInput(PlanStep step, int i) =>
        (step.Operator.OutputInInput(i) ?? (step.Operator.OverwritesInput(i) ? 0 : null)) is int at
        && step.Output.Offset == step.Inputs[i].Value.Offset + at;

    /// <summary>The input is a part of the output.</summary>
    private static bool LiesInOutput(PlanStep step, int i) =>
        step.Operator.InputInOutput(i) is int at && step.Inputs[i].Value.Offset == step.Output.Offset + at;
}

namespace SpanNet.Diagnostics;

/// <summary>What a <see cref="LayerCheck"/> found; printed, a line for each finding, those that failed first.</summary>
/// <param name="Layer">Kind of the layer.</param>
/// <param name="Findings">All findings, in the order of the checks.</param>
public sealed record LayerCheckReport(string Layer, IReadOnlyList<LayerCheckFinding> Findings)
{
    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Findings.All(finding => finding.Passed);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(
            Environment.NewLine,
            Findings
                .OrderBy(finding => finding.Passed)
                .Select(finding => $"  {(finding.Passed ? "passed" : "FAILED")}  {finding.What}: {finding.Text}")
                .Prepend($"Layer '{Layer}': {(Passed ? "all is well" : "something is wrong")}")
        );
}

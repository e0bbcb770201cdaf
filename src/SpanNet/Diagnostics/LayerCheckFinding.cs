namespace SpanNet.Diagnostics;

/// <summary>One thing that a <see cref="LayerCheck"/> looked at.</summary>
/// <param name="What">What it is: <c>gradient by input 0</c>, <c>allocation</c>.</param>
/// <param name="Passed">Whether it is as it must be.</param>
/// <param name="Text">What was seen, with figures.</param>
public sealed record LayerCheckFinding(string What, bool Passed, string Text);

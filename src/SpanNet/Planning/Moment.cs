namespace SpanNet.Planning;

/// <summary>One tick of a plan's time.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Step">Who does it; null: the caller.</param>
internal readonly record struct Moment(MomentKind Kind, StepDraft? Step = null);

namespace SpanNet.Reference.Layers;

/// <summary>One step of a recurrent net: what it saw, and what it computed.</summary>
public sealed record RecurrentReferenceStep(
    int Time,
    double[] X,
    double[] State,
    double[] Cell,
    double[] InputPart,
    double[] StatePart,
    double[] NewState,
    double[] NewCell
);

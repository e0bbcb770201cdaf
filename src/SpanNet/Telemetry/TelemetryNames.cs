namespace SpanNet.Telemetry;

/// <summary>
/// The names under which a host watches training and prediction. While nobody listens, a call costs a look at three booleans: no time is
/// taken, nothing is allocated.
/// </summary>
/// <remarks>
/// <para>
/// <b>Metrics</b>, by the conventions of OpenTelemetry: durations in seconds as histograms with buckets from 1 µs to 10 s, samples as
/// counters. In a host with OpenTelemetry: <c>builder.Services.AddOpenTelemetry().WithMetrics(m =&gt; m.AddMeter(TelemetryNames.Meter))</c>;
/// from outside: <c>dotnet-counters monitor -p PID --counters SpanNet</c>. Recording allocates nothing; what a listener does with a
/// figure is its own affair. The instruments have no tags: a model has no name that would tell it from others.
/// </para>
/// <para>
/// <b>Events</b>: <c>TrainStepStart</c> and <c>TrainStepStop</c> (number of the step, samples), <c>PredictStart</c> and
/// <c>PredictStop</c> (samples). <c>dotnet-trace collect -p PID --providers SpanNet</c> writes them with time and thread; start and stop
/// of a call are on one thread and do not nest. Written to a trace they allocate nothing; for an <c>EventListener</c> in the process
/// the runtime makes an object for each event. Activity identifiers are off, because they allocate.
/// </para>
/// <para>
/// A step or prediction that throws has a start and no stop, and counts in no metric. <c>Trainer.Step</c> and <c>Fit</c> report every
/// step without the copying of its batch, <c>InferenceSession.Run</c> and <c>Classify</c> every call as a whole but for the softmax.
/// </para>
/// </remarks>
public static class TelemetryNames
{
    /// <summary>The meter.</summary>
    public const string Meter = "SpanNet";

    /// <summary>The event source.</summary>
    public const string EventSource = "SpanNet";

    /// <summary>Histogram in s: forward, loss, backward and update of one batch.</summary>
    public const string TrainStepDuration = "spannet.train.step.duration";

    /// <summary>Counter in {sample}: samples learned from.</summary>
    public const string TrainSamples = "spannet.train.samples";

    /// <summary>Histogram in s: one call, from the caller's inputs to the caller's outputs.</summary>
    public const string PredictDuration = "spannet.predict.duration";

    /// <summary>Counter in {sample}: rows predicted.</summary>
    public const string PredictSamples = "spannet.predict.samples";
}

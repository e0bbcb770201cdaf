namespace SpanNet.Cli.Commands;

/// <summary>How predictions are shown.</summary>
internal interface IPredictView
{
    /// <summary>Shows one, now or at the end.</summary>
    void Show(Prediction prediction);

    /// <summary>There are no more.</summary>
    void Finish();
}

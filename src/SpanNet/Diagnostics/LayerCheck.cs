using SpanNet.Graphs;
using SpanNet.Kernels.Threading;
using SpanNet.Planning;

namespace SpanNet.Diagnostics;

/// <summary>
/// Checks a layer as the engine's own are checked, for those who write one: the gradients by all inputs and parameters against central
/// differences, gradients that are added where others wrote before, the same bits for one to four threads, and no allocation.
/// </summary>
/// <remarks>
/// Use it in a test: <c>LayerCheckReport report = LayerCheck.Run(new MyLayer(), [new Shape(5)]); Assert.True(report.Passed, report.ToString());</c>.
/// The forward pass itself is believed: compare it with a slow and obvious one of your own.
/// </remarks>
public static class LayerCheck
{
    /// <summary>Largest relative error of a gradient: single precision, at the steps below.</summary>
    private const double Tolerance = 0.01;

    /// <summary>Errors are relative to the element, but to no less than this share of the largest element.</summary>
    private const double Floor = 0.05;

    /// <summary>Slopes to the left and to the right that differ by more than this, relatively, mean a kink in between.</summary>
    private const double Kink = 0.05;

    /// <summary>Differences in single precision want large steps; the five-point formula allows them. The nearest counts.</summary>
    private static readonly float[] steps = [0.03f, 0.01f, 0.003f];

    /// <summary>Runs all checks.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Shapes of its inputs: small ones, as each element costs a dozen forward passes; odd lengths find most mistakes.</param>
    /// <param name="batch">Samples, at least 1.</param>
    /// <param name="seed">Seed of inputs, parameters and upstream gradients.</param>
    /// <param name="values">The inputs, [batch, shape] each, where random numbers between −1.5 and 1.5 will not do; null: these.</param>
    /// <param name="inputsAreIndices">True: the inputs are whole numbers that nobody can differentiate by.</param>
    /// <exception cref="ShapeException">The layer does not take such inputs.</exception>
    /// <exception cref="ArgumentException">The values do not fit the shapes.</exception>
    public static LayerCheckReport Run(
        Layer layer,
        ReadOnlySpan<Shape> inputs,
        int batch = 3,
        ulong seed = 1,
        IReadOnlyList<float[]>? values = null,
        bool inputsAreIndices = false
    )
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Shape[] shapes = inputs.ToArray();
        if (values is not null && !values.Select(value => value.Length).SequenceEqual(shapes.Select(shape => batch * shape.Length)))
        {
            throw new ArgumentException($"Expected values for {shapes.Length} inputs, {batch} samples each.", nameof(values));
        }

        var findings = new List<LayerCheckFinding>();
        using var alone = new LayerCheckNetwork(layer, shapes, batch, seed, values, isTwice: false);
        using var twice = new LayerCheckNetwork(layer, shapes, batch, seed, values, isTwice: true);
        if (!double.IsFinite(alone.Forward(ThreadTeam.Single)))
        {
            findings.Add(new("forward", false, "an output is not finite: memory that was not written before is read, or numbers explode"));
            return new(layer.Kind, findings);
        }

        CheckGradients(alone, !inputsAreIndices, "", findings);
        CheckGradients(twice, !inputsAreIndices, ", added to another", findings);
        findings.Add(Threads(alone));
        findings.Add(Allocation(alone));
        return new(layer.Kind, findings);
    }

    private static void CheckGradients(LayerCheckNetwork network, bool byInput, string how, List<LayerCheckFinding> findings)
    {
        network.Forward(ThreadTeam.Single);
        network.Run(ThreadTeam.Single);
        float[][] byInputs = [.. network.Inputs.Select((_, i) => network.InputGradient(i))];
        var byParameters = network.Parameters.Select(parameter => (parameter, network.ParameterGradient(parameter))).ToArray();
        for (int i = 0; byInput && i < byInputs.Length; i++)
        {
            float[] x = network.Inputs[i];
            findings.Add(Compare($"gradient by input {i}{how}", network, x, static () => { }, byInputs[i]));
        }

        foreach ((Parameter parameter, float[] gradient) in byParameters)
        {
            float[] w = new float[gradient.Length];
            network.Store.Export(parameter, w);
            void Import() => network.Store.Import(parameter, w);
            findings.Add(Compare($"gradient by {parameter.Spec.Name}{how}", network, w, Import, gradient));
        }
    }

    /// <summary>The element of a gradient with the largest error; <paramref name="use"/> makes a change of <paramref name="x"/> known.</summary>
    private static LayerCheckFinding Compare(string what, LayerCheckNetwork network, float[] x, Action use, float[] gradient)
    {
        double largest = gradient.Max(a => Math.Abs((double)a));
        (double Error, string Text) worst = (-1, "");
        for (int i = 0; i < x.Length; i++)
        {
            double numeric = Nearest(network, x, use, i, gradient[i]);
            double scale = Math.Max(Floor * largest, Math.Max(Math.Abs(gradient[i]), Math.Abs(numeric)));
            double error = scale == 0 ? 0 : Math.Abs(gradient[i] - numeric) / scale;
            error = double.IsNaN(error) ? double.PositiveInfinity : error;
            if (error > worst.Error)
            {
                string at = $"worst at element {i} of {x.Length}: backward {gradient[i]:g6}, differences {numeric:g6}";
                worst = (error, FormattableString.Invariant($"relative error {error:g2}, ") + at);
            }
        }

        return new(what, worst.Error <= Tolerance, worst.Text);
    }

    private static double Nearest(LayerCheckNetwork network, float[] x, Action use, int i, double analytic)
    {
        float kept = x[i];
        double At(double moved)
        {
            x[i] = (float)moved;
            use();
            return network.Forward(ThreadTeam.Single);
        }

        double nearest = double.NaN;
        double left = 0;
        double right = 0;
        double middle = At(kept);
        foreach (float step in steps)
        {
            // The step that single precision can make from here.
            double h = (float)(kept + step) - (double)kept;
            double above = At(kept + h);
            double below = At(kept - h);
            double slope = ((8 * (above - below)) - (At(kept + (2 * h)) - At(kept - (2 * h)))) / (12 * h);
            nearest = Math.Abs(slope - analytic) >= Math.Abs(nearest - analytic) ? nearest : slope;
            right = (above - middle) / h;
            left = (middle - below) / h;
        }

        At(kept);
        bool onKink = Math.Abs(right - left) > Kink * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));
        return onKink ? Math.Clamp(analytic, Math.Min(left, right), Math.Max(left, right)) : nearest;
    }

    private static LayerCheckFinding Threads(LayerCheckNetwork network)
    {
        float[] expected = [];
        for (int threads = 1; threads <= 4; threads++)
        {
            using var team = new ThreadTeam(threads);
            network.Run(team);
            float[] output = network.Output.ToArray();
            float[] all =
            [
                .. output,
                .. network.Inputs.SelectMany((_, i) => network.InputGradient(i)),
                .. network.Parameters.SelectMany(network.ParameterGradient),
            ];
            expected = threads == 1 ? all : expected;
            if (!expected.Select(BitConverter.SingleToInt32Bits).SequenceEqual(all.Select(BitConverter.SingleToInt32Bits)))
            {
                return new("threads", false, $"{threads} threads give other bits than one");
            }
        }

        return new("threads", true, "one to four give the same bits");
    }

    private static LayerCheckFinding Allocation(LayerCheckNetwork network)
    {
        const int calls = 50;
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < calls; call++)
            {
                network.Run(ThreadTeam.Single);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return new("allocation", least == 0, $"{least / calls} bytes a call of forward and backward");
    }
}

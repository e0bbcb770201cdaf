namespace SpanNet.Reference.Layers;

/// <summary>
/// Recurrent nets: a sample at a time, a net (layer and direction) at a time, a step at a time. Inputs: x, then first states, then first cell
/// states (with a cell that has them), then lengths. Parameters of each net: W_ih, W_hh [gates · hidden, …], b_ih, b_hh.
/// </summary>
public sealed class RecurrentReference(
    RecurrentReferenceCell cell,
    int time,
    int features,
    int hidden,
    int layers,
    int directions,
    bool givesLast,
    bool hasLengths
) : ReferenceLayer
{
    private int Outputs => directions * hidden;

    public override double[] Forward(int batch, double[][] x, double[][] p) =>
        [.. Enumerable.Range(0, batch).SelectMany(sample => Output(Run(sample, x, p)))];

    public override void Backward(int batch, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        for (int sample = 0; sample < batch; sample++)
        {
            Back(sample, Run(sample, x, p), x, p, dy, dx, dp);
        }
    }

    /// <summary>All steps of all nets of one sample, in the order in which each net takes them.</summary>
    private RecurrentReferenceStep[][] Run(int sample, double[][] x, double[][] p)
    {
        var nets = new RecurrentReferenceStep[layers * directions][];
        double[][] sequence = [.. Enumerable.Range(0, time).Select(t => Row(x[0], (sample * time) + t, features))];
        for (int layer = 0; layer < layers; layer++)
        {
            double[][] above = [.. Enumerable.Range(0, time).Select(_ => new double[Outputs])];
            for (int direction = 0; direction < directions; direction++)
            {
                int net = (layer * directions) + direction;
                double[] h = First(x, 1, sample, net);
                double[] c = First(x, 2, sample, net);
                var steps = new List<RecurrentReferenceStep>();
                foreach (int t in Times(sample, x, direction))
                {
                    RecurrentReferenceStep step = cell.Forward(t, sequence[t], h, c, p[(4 * net)..((4 * net) + 4)]);
                    steps.Add(step);
                    h = step.NewState;
                    c = step.NewCell;
                    h.CopyTo(above[t], direction * hidden);
                }

                nets[net] = [.. steps];
            }

            sequence = above;
        }

        return nets;
    }

    private double[] Output(RecurrentReferenceStep[][] nets)
    {
        RecurrentReferenceStep[][] top = nets[^directions..];
        if (givesLast)
        {
            return [.. top.SelectMany(steps => steps[^1].NewState)];
        }

        double[] y = new double[time * Outputs];
        for (int direction = 0; direction < directions; direction++)
        {
            foreach (RecurrentReferenceStep step in top[direction])
            {
                step.NewState.CopyTo(y, (step.Time * Outputs) + (direction * hidden));
            }
        }

        return y;
    }

    private void Back(int sample, RecurrentReferenceStep[][] nets, double[][] x, double[][] p, double[] dy, double[][] dx, double[][] dp)
    {
        int outputs = givesLast ? Outputs : time * Outputs;
        double[] own = dy[(sample * outputs)..((sample + 1) * outputs)];
        double[][] dAbove = [.. Enumerable.Range(0, time).Select(t => givesLast ? new double[Outputs] : Row(own, t, Outputs))];
        for (int layer = layers - 1; layer >= 0; layer--)
        {
            int width = layer == 0 ? features : Outputs;
            double[][] dBelow = [.. Enumerable.Range(0, time).Select(_ => new double[width])];
            for (int direction = 0; direction < directions; direction++)
            {
                int net = (layer * directions) + direction;
                double[] dh = givesLast && layer == layers - 1 ? Row(own, direction, hidden) : new double[hidden];
                double[] dc = new double[hidden];
                foreach (RecurrentReferenceStep step in nets[net].Reverse())
                {
                    for (int j = 0; j < hidden; j++)
                    {
                        dh[j] += dAbove[step.Time][(direction * hidden) + j];
                    }

                    (dh, dc) = cell.Backward(
                        step,
                        dh,
                        dc,
                        p[(4 * net)..((4 * net) + 4)],
                        dBelow[step.Time],
                        dp[(4 * net)..((4 * net) + 4)]
                    );
                }

                AddFirst(dx, 1, sample, net, dh);
                AddFirst(dx, 2, sample, net, dc);
            }

            dAbove = dBelow;
        }

        for (int i = 0; i < time * features; i++)
        {
            dx[0][(sample * time * features) + i] += dAbove[i / features][i % features];
        }
    }

    private IEnumerable<int> Times(int sample, double[][] x, int direction)
    {
        int length = hasLengths ? (int)Math.Round(x[^1][sample]) : time;
        return direction == 0 ? Enumerable.Range(0, length) : Enumerable.Range(0, length).Reverse();
    }

    private bool HasState(double[][] x, int input) => input < x.Length - (hasLengths ? 1 : 0) && (input == 1 || cell.HasCell);

    private double[] First(double[][] x, int input, int sample, int net) =>
        HasState(x, input) ? Row(x[input], (sample * layers * directions) + net, hidden) : new double[hidden];

    private void AddFirst(double[][] dx, int input, int sample, int net, double[] gradient)
    {
        for (int j = 0; j < hidden && HasState(dx, input); j++)
        {
            dx[input][(((sample * layers * directions) + net) * hidden) + j] += gradient[j];
        }
    }

    private static double[] Row(double[] all, int row, int length) => all[(row * length)..((row + 1) * length)];
}

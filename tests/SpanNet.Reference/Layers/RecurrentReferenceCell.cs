namespace SpanNet.Reference.Layers;

/// <summary>A recurrent cell, by PyTorch's formulas: "tanh", "relu", "gru" or "lstm".</summary>
public sealed class RecurrentReferenceCell(string kind, int hidden)
{
    public bool HasCell => kind == "lstm";

    /// <summary>The step from states h, c with input x; p = W_ih, W_hh, b_ih, b_hh.</summary>
    public RecurrentReferenceStep Forward(int time, double[] x, double[] h, double[] c, double[][] p)
    {
        double[] a = Product(p[0], x, p[2]);
        double[] b = Product(p[1], h, p[3]);
        double[] newH = new double[hidden];
        double[] newC = new double[hidden];
        for (int j = 0; j < hidden; j++)
        {
            double Sum(int gate) => a[(gate * hidden) + j] + b[(gate * hidden) + j];
            switch (kind)
            {
                case "tanh":
                    newH[j] = Math.Tanh(Sum(0));
                    break;
                case "relu":
                    newH[j] = Math.Max(0, Sum(0));
                    break;
                case "gru":
                    double n = Math.Tanh(a[(2 * hidden) + j] + (Sigmoid(Sum(0)) * b[(2 * hidden) + j]));
                    double z = Sigmoid(Sum(1));
                    newH[j] = ((1 - z) * n) + (z * h[j]);
                    break;
                default:
                    newC[j] = (Sigmoid(Sum(1)) * c[j]) + (Sigmoid(Sum(0)) * Math.Tanh(Sum(2)));
                    newH[j] = Sigmoid(Sum(3)) * Math.Tanh(newC[j]);
                    break;
            }
        }

        return new RecurrentReferenceStep(time, x, h, c, a, b, newH, newC);
    }

    /// <summary>Adds to dx and dp; returns the gradients by the states before the step.</summary>
    public (double[] Dh, double[] Dc) Backward(
        RecurrentReferenceStep step,
        double[] dNewH,
        double[] dNewC,
        double[][] p,
        double[] dx,
        double[][] dp
    )
    {
        double[] da = new double[step.InputPart.Length];
        double[] db = new double[step.InputPart.Length];
        double[] dh = new double[hidden];
        double[] dc = new double[hidden];
        for (int j = 0; j < hidden; j++)
        {
            double Sum(int gate) => step.InputPart[(gate * hidden) + j] + step.StatePart[(gate * hidden) + j];
            void Both(int gate, double d) => da[(gate * hidden) + j] = db[(gate * hidden) + j] = d;
            double up = dNewH[j];
            switch (kind)
            {
                case "tanh":
                    Both(0, up * TanhSlope(Sum(0)));
                    break;
                case "relu":
                    Both(0, Sum(0) > 0 ? up : 0);
                    break;
                case "gru":
                    double r = Sigmoid(Sum(0));
                    double z = Sigmoid(Sum(1));
                    double hiddenPart = step.StatePart[(2 * hidden) + j];
                    double inside = step.InputPart[(2 * hidden) + j] + (r * hiddenPart);
                    double dInside = up * (1 - z) * TanhSlope(inside);
                    Both(0, dInside * hiddenPart * SigmoidSlope(Sum(0)));
                    Both(1, up * (step.State[j] - Math.Tanh(inside)) * SigmoidSlope(Sum(1)));
                    da[(2 * hidden) + j] = dInside;
                    db[(2 * hidden) + j] = dInside * r;
                    dh[j] += up * z;
                    break;
                default:
                    double d = dNewC[j] + (up * Sigmoid(Sum(3)) * TanhSlope(step.NewCell[j]));
                    Both(0, d * Math.Tanh(Sum(2)) * SigmoidSlope(Sum(0)));
                    Both(1, d * step.Cell[j] * SigmoidSlope(Sum(1)));
                    Both(2, d * Sigmoid(Sum(0)) * TanhSlope(Sum(2)));
                    Both(3, up * Math.Tanh(step.NewCell[j]) * SigmoidSlope(Sum(3)));
                    dc[j] = d * Sigmoid(Sum(1));
                    break;
            }
        }

        AddProduct(p[0], step.X, da, dx, dp[0], dp[2]);
        AddProduct(p[1], step.State, db, dh, dp[1], dp[3]);
        return (dh, dc);
    }

    private static double[] Product(double[] w, double[] x, double[] b) =>
        [.. b.Select((bias, i) => bias + x.Select((value, k) => value * w[(i * x.Length) + k]).Sum())];

    private static void AddProduct(double[] w, double[] x, double[] dy, double[] dx, double[] dw, double[] db)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            db[i] += dy[i];
            for (int k = 0; k < x.Length; k++)
            {
                dx[k] += dy[i] * w[(i * x.Length) + k];
                dw[(i * x.Length) + k] += dy[i] * x[k];
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double SigmoidSlope(double x) => Sigmoid(x) * (1 - Sigmoid(x));

    private static double TanhSlope(double x) => 1 - (Math.Tanh(x) * Math.Tanh(x));
}

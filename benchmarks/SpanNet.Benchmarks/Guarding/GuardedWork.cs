namespace SpanNet.Benchmarks.Guarding;

/// <summary>A hot work and what limits it.</summary>
/// <param name="Name">A <see cref="Works.WorkName"/>.</param>
/// <param name="Yardstick">What its figure is a fraction of.</param>
internal sealed record GuardedWork(string Name, Yardstick Yardstick)
{
    /// <summary>
    /// The hot paths, each kernel by itself: in a whole step a kernel that lost a third may hide. One thread: with two on a shared
    /// host there is no best that noise cannot touch.
    /// </summary>
    public static IReadOnlyList<GuardedWork> All { get; } =
    [
        new("gemm fwd 8x128x784", Yardstick.Compute),
        new("gemm fwd 32x128x784", Yardstick.Compute),
        new("gemm fwd 128x512x784", Yardstick.Compute),
        new("gemm fwd 512x512x512", Yardstick.Compute),
        new("gemm fwd 128x10x128", Yardstick.Compute),
        new("gemm fwd 1x512x784", Yardstick.Memory),
        new("gemm dW 784x128x32", Yardstick.Compute),
        new("gemm dW 512x512x128", Yardstick.Compute),
        new("gemm dW 512x10x128", Yardstick.Compute),
        new("gemm dW 784x128x1", Yardstick.Memory),
        new("gemm dX 32x512x512", Yardstick.Compute),
        new("gemm dX 128x784x128", Yardstick.Compute),
        new("gemm dX 128x512x10", Yardstick.Compute),
        new("conv fwd 3x3 32-64 16x16 8", Yardstick.Compute),
        new("conv dW 3x3 32-64 16x16 8", Yardstick.Compute),
        new("conv dX 3x3 32-64 16x16 8", Yardstick.Compute),
        new("conv fwd 3x3 64-128 8x8 8", Yardstick.Compute),
        new("conv dW 3x3 64-128 8x8 8", Yardstick.Compute),
        new("conv dX 3x3 64-128 8x8 8", Yardstick.Compute),
        new("vector 1024 exp", Yardstick.Compute),
        new("vector 1024 tanh", Yardstick.Compute),
        new("vector 1024 sigmoid", Yardstick.Compute),
        new("vector 1024 softmax", Yardstick.Compute),
        new("vector 2048 sum", Yardstick.Memory),
        new("vector 2048 dot", Yardstick.Memory),
        new("vector 2048 relu", Yardstick.Memory),
        new("loss 128x10 cross-entropy", Yardstick.Latency),
        new("update 16384 momentum", Yardstick.Memory),
        new("update 16384 adam", Yardstick.Memory),
        new("train mlp-s 1", Yardstick.Memory),
        new("train mlp-s 32", Yardstick.Compute),
        new("train mlp-s 128", Yardstick.Compute),
        new("train mlp-l 32", Yardstick.Compute),
        new("train tiny 1", Yardstick.Latency),
        new("train tiny 32", Yardstick.Compute),
        new("train lenet 32", Yardstick.Compute),
        new("train cnn-m 8", Yardstick.Compute),
        new("train gru 32", Yardstick.Compute),
        new("train lstm 32", Yardstick.Compute),
        new("train transformer 1", Yardstick.Compute),
        new("infer lenet 1", Yardstick.Compute),
        new("infer cnn-m 1", Yardstick.Compute),
        new("infer lstm 1", Yardstick.Compute),
        new("step gru 1", Yardstick.Memory),
        new("step lstm 1", Yardstick.Memory),
        new("infer mlp-s 1", Yardstick.Memory),
        new("infer mlp-s 64", Yardstick.Compute),
        new("infer mlp-l 1", Yardstick.Memory),
        new("infer tiny 1", Yardstick.Latency),
        new("infer tiny 64", Yardstick.Compute),
    ];
}

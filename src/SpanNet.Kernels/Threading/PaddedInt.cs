using System.Runtime.InteropServices;

namespace SpanNet.Kernels.Threading;

/// <summary>An int alone on its cache lines, so that threads which write it do not slow down readers of its neighbours.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedInt(int value)
{
    [FieldOffset(128)]
    public int Value = value;
}

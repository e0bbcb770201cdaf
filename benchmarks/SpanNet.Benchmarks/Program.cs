using BenchmarkDotNet.Running;
using SpanNet.Benchmarks;

if (args is ["worker"])
{
    Worker.Serve(Console.In, Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Worker).Assembly).Run(args);
}

using BenchmarkDotNet.Running;
using SpanNet.Benchmarks.Comparison;
using SpanNet.Benchmarks.Guarding;
using SpanNet.Benchmarks.Suites;

switch (args)
{
    case ["worker"]:
        Worker.Serve(Console.In, Console.Out);
        return 0;
    case ["guard", .. var options]:
        return GuardCommand.Run(options);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(WorkSuite).Assembly).Run(args, ShortConfig.Create());
        return 0;
}

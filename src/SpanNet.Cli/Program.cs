using SpanNet.Cli;

using var stop = new StopSignals();
return CommandLine.Run(args, Terminal.OfProcess(), stop.Token);

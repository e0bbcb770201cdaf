// Work that a test wants done in a process of its own: "weights 1 2 3" or "allocations".
using SpanNet.Testing.Child;

switch (args)
{
    case ["weights", .. string[] threads]:
        WeightsRun.Print(threads);
        return 0;
    case ["allocations"]:
        AllocationRun.Print();
        return 0;
    default:
        Console.Error.WriteLine("Expected 'weights' and numbers of threads, or 'allocations'.");
        return 2;
}

namespace SpanNet.Tests;

/// <summary>
/// Tests that measure the whole process (allocations, collections) run alone: <c>[Collection(NonParallelCollection.Name)]</c>.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NonParallelCollection
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Alone";
}

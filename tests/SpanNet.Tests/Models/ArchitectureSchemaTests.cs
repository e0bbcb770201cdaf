using System.Text.Json;
using SpanNet.Configuration;
using SpanNet.Initializers;
using SpanNet.Kernels.Activations;
using SpanNet.Layers;
using SpanNet.Tests.Data;

namespace SpanNet.Tests.Models;

/// <summary>The schema says what the catalogs read: the same kinds, the same options, nothing else.</summary>
public sealed class ArchitectureSchemaTests
{
    private static readonly JsonElement definitions = Json.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "architecture.schema.json"))
        )
        .GetProperty("$defs");

    [Fact]
    public void EveryLayer() => Check("layer", LayerCatalog.All, ArchitectureCases.Layers.Select(entry => entry.Json), "name", "inputs");

    [Fact]
    public void EveryActivation() =>
        Check(
            "activation",
            LayerCatalog.Activations,
            ArchitectureCases.Activations.Concat(
                ActivationCatalog.Entries.Where(entry => entry.Parameters.Count == 0).Select(entry => $$"""{"type":"{{entry.Name}}"}""")
            )
        );

    [Fact]
    public void EveryInitializer() =>
        Check(
            "initializer",
            InitializerCatalog.All,
            ArchitectureCases.Initializers.Concat(["""{"type":"zeros"}""", """{"type":"ones"}"""])
        );

    [Fact]
    public void EveryPropertyOfTheWhole()
    {
        JsonElement schema = Json.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", "architecture.schema.json")));
        var names = schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(["$schema", "input", "inputs", "layers", "outputs"], names);
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
    }

    private static void Check<T>(string noun, Catalog<T> catalog, IEnumerable<string> examples, params string[] further)
        where T : class
    {
        var asked = new Dictionary<string, HashSet<string>>();
        foreach (string example in examples)
        {
            var options = new OptionReader(Json.Parse(example), "");
            catalog.Read(options);
            string kind = options.String("type")!;
            asked[kind] = [.. options.Asked, .. further, .. asked.GetValueOrDefault(kind, [])];
        }

        Assert.Equal(catalog.Kinds.Order(StringComparer.Ordinal), asked.Keys.Order(StringComparer.Ordinal));
        var inSchema = definitions
            .EnumerateObject()
            .Where(definition => definition.Name.StartsWith($"{noun}.", StringComparison.Ordinal))
            .ToDictionary(
                definition => definition.Name[(noun.Length + 1)..],
                definition =>
                    definition
                        .Value.GetProperty("properties")
                        .EnumerateObject()
                        .Select(property => property.Name)
                        .Order(StringComparer.Ordinal)
            );
        Assert.Equal(catalog.Kinds.Order(StringComparer.Ordinal), inSchema.Keys.Order(StringComparer.Ordinal));
        Assert.All(catalog.Kinds, kind => Assert.Equal(asked[kind].Order(StringComparer.Ordinal), inSchema[kind]));

        var choices = definitions.GetProperty(noun).GetProperty("anyOf").EnumerateArray().Skip(1);
        Assert.Equal(
            catalog.Kinds.Select(kind => $"#/$defs/{noun}.{kind}"),
            choices.Select(choice => choice.GetProperty("$ref").GetString()!)
        );
    }
}

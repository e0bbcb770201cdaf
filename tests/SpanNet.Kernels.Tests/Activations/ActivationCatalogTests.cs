using SpanNet.Kernels.Activations;
using SpanNet.Testing.Cases;

namespace SpanNet.Kernels.Tests.Activations;

public class ActivationCatalogTests
{
    [Fact]
    public void Every_entry_has_a_case()
    {
        foreach (ActivationEntry entry in ActivationCatalog.Entries)
        {
            Assert.True(
                ActivationCases.All.Any(item => item.Activation.Equals(entry.Create())),
                $"ActivationCases has no case for '{entry.Name}' with its defaults"
            );
        }
    }

    [Fact]
    public void Every_case_can_be_made_from_its_name_and_parameters()
    {
        foreach (ActivationCase item in ActivationCases.All)
        {
            ActivationEntry? entry = ActivationCatalog.Find(item.Activation.Name);
            Assert.NotNull(entry);
            Assert.Equal(item.Activation, entry.Create(item.Activation.Parameters));
        }
    }

    [Fact]
    public void Every_static_activation_has_an_entry()
    {
        foreach (var property in typeof(Activation).GetProperties().Where(property => property.PropertyType == typeof(Activation)))
        {
            var activation = (Activation)property.GetValue(null)!;
            Assert.Equal(activation, ActivationCatalog.Find(activation.Name)?.Create());
        }
    }

    [Fact]
    public void Names_are_unique() =>
        Assert.Distinct(ActivationCatalog.Entries.Select(entry => entry.Name), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Unknown_names_are_refused()
    {
        Assert.Null(ActivationCatalog.Find("ReLU"));
        ActivationEntry entry = ActivationCatalog.Find("leaky-relu")!;
        var error = Assert.Throws<ArgumentException>(() => entry.Create(KeyValuePair.Create("slop", 0.1f)));
        Assert.Equal("The activation 'leaky-relu' has no parameter 'slop'; its parameters: slope.", error.Message);
    }

    [Fact]
    public void Parameters_make_a_difference()
    {
        Assert.Equal(Activation.LeakyReLU(0.2f), Activation.LeakyReLU(0.2f));
        Assert.NotEqual(Activation.LeakyReLU(0.2f), Activation.LeakyReLU(0.1f));
        Assert.NotEqual(Activation.ReLU, Activation.SiLU);
    }
}

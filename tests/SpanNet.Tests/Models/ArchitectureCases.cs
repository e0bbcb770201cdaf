namespace SpanNet.Tests.Models;

/// <summary>One example of each kind with all its options, none at its default. A test fails when a catalog has a kind that is missing here.</summary>
internal static class ArchitectureCases
{
    /// <summary>A layer as an object, and the shape of its input.</summary>
    public static IReadOnlyList<(string Json, int[] Input)> Layers { get; } =
    [
        (
            """{"type":"dense","name":"x","outputs":3,"activation":"tanh","bias":true,"initializer":{"type":"ones"},"bias-initializer":{"type":"ones"},"l1":0.5,"l2":0.25,"max-norm":3}""",
            [4]
        ),
        ("""{"type":"dense","name":"x","outputs":3,"bias":false}""", [2, 4]),
        (
            """{"type":"conv2d","name":"x","outputs":4,"kernel":[2,3],"stride":2,"padding":[0,1,2,1],"dilation":2,"groups":2,"activation":"relu","bias":false,"l1":0.5,"l2":0.25,"max-norm":3}""",
            [6, 7, 2]
        ),
        (
            """{"type":"conv2d","name":"x","outputs":3,"kernel":3,"stride":[2,1],"padding":"same","initializer":{"type":"ones"},"bias-initializer":{"type":"ones"}}""",
            [6, 7, 2]
        ),
        (
            """{"type":"conv1d","name":"x","outputs":4,"kernel":3,"stride":2,"padding":[2,0],"dilation":2,"groups":2,"activation":"tanh","bias":false,"initializer":{"type":"ones"},"l1":0.5,"l2":0.25,"max-norm":3}""",
            [9, 2]
        ),
        ("""{"type":"conv1d","name":"x","outputs":4,"kernel":3,"padding":1,"bias-initializer":{"type":"ones"}}""", [9, 2]),
        (
            """{"type":"conv-transpose2d","name":"x","outputs":4,"kernel":3,"stride":2,"padding":1,"output-padding":1,"dilation":2,"groups":2,"activation":"relu","bias":false,"l1":0.5,"l2":0.25,"max-norm":3}""",
            [3, 4, 2]
        ),
        (
            """{"type":"conv-transpose2d","name":"x","outputs":4,"kernel":[2,3],"initializer":{"type":"ones"},"bias-initializer":{"type":"ones"}}""",
            [3, 4, 2]
        ),
        ("""{"type":"max-pool2d","name":"x","window":3,"stride":2,"padding":[1,0,1,1]}""", [5, 6, 2]),
        ("""{"type":"avg-pool2d","name":"x","window":[2,3],"stride":1,"padding":"same","counts-padding":false}""", [5, 6, 2]),
        ("""{"type":"global-avg-pool","name":"x"}""", [5, 6, 2]),
        ("""{"type":"global-max-pool","name":"x"}""", [5, 6, 2]),
        ("""{"type":"adaptive-avg-pool2d","name":"x","output":[2,3]}""", [5, 6, 2]),
        ("""{"type":"activate","name":"x","function":"relu"}""", [4]),
        ("""{"type":"dropout","name":"x","rate":0.3}""", [4]),
        ("""{"type":"flatten","name":"x"}""", [2, 2]),
        ("""{"type":"reshape","name":"x","shape":[3,2]}""", [6]),
        ("""{"type":"sum","name":"x","inputs":["input","input"]}""", [4]),
        ("""{"type":"concat","name":"x","inputs":["input","input"],"axis":0}""", [4, 2]),
        ("""{"type":"softmax","name":"x","log":true}""", [4]),
        ("""{"type":"batch-norm","name":"x","momentum":0.2,"epsilon":0.01,"activation":"relu"}""", [4]),
        ("""{"type":"layer-norm","name":"x","epsilon":0.01}""", [4]),
        ("""{"type":"group-norm","name":"x","groups":2,"epsilon":0.01}""", [3, 4]),
        ("""{"type":"rms-norm","name":"x","epsilon":0.01}""", [4]),
        ("""{"type":"embedding","name":"x","count":9,"size":3,"initializer":{"type":"ones"},"l1":0.5,"l2":0.25,"max-norm":3}""", [4]),
        ("""{"type":"positional-embedding","name":"x","sinusoidal":true}""", [4, 2]),
        (
            """{"type":"multi-head-attention","name":"x","heads":2,"causal":true,"bias":false,"dropout":0.25,"initializer":{"type":"ones"},"l1":0.5,"l2":0.25,"max-norm":3}""",
            [4, 6]
        ),
        ("""{"type":"multiply","name":"x","inputs":["input","input"]}""", [4]),
        ("""{"type":"subtract","name":"x","inputs":["input","input"]}""", [4]),
        ("""{"type":"slice","name":"x","start":1,"length":2,"axis":0}""", [4, 2]),
        ("""{"type":"transpose","name":"x","order":[1,0]}""", [4, 2]),
        ("""{"type":"gather","name":"x","indices":[1,0,1],"axis":0}""", [4, 2]),
        ("""{"type":"mean","name":"x","axes":[0,-1]}""", [4, 2]),
        ("""{"type":"max","name":"x","axes":[0]}""", [4, 2]),
        ("""{"type":"upsample","name":"x","factor":2,"bilinear":true}""", [4, 2, 1]),
        ("""{"type":"pad","name":"x","before":[1,0],"after":[0,2]}""", [4, 2]),
        ("""{"type":"spatial-dropout","name":"x","rate":0.3}""", [4]),
        (
            """{"type":"rnn","name":"x","inputs":["input","input"],"hidden":3,"layers":2,"bidirectional":true,"output":"last","lengths":true,"l1":0.5,"l2":0.25,"max-norm":3,"activation":"relu"}""",
            [1, 1]
        ),
        (
            """{"type":"gru","name":"x","inputs":["input","input"],"hidden":3,"layers":2,"bidirectional":true,"output":"last","lengths":true,"l1":0.5,"l2":0.25,"max-norm":3}""",
            [1, 1]
        ),
        (
            """{"type":"lstm","name":"x","inputs":["input","input"],"hidden":3,"layers":2,"bidirectional":true,"output":"last","lengths":true,"l1":0.5,"l2":0.25,"max-norm":3}""",
            [1, 1]
        ),
    ];

    /// <summary>Activations with parameters; the others are bare names.</summary>
    public static IReadOnlyList<string> Activations { get; } = ["""{"type":"leaky-relu","slope":0.3}""", """{"type":"elu","alpha":0.5}"""];

    /// <summary>Initializers with options; the others have none.</summary>
    public static IReadOnlyList<string> Initializers { get; } =
    [
        """{"type":"constant","value":0.5}""",
        """{"type":"uniform","low":-0.25,"high":0.5}""",
        """{"type":"normal","mean":0.125,"std":0.5}""",
        """{"type":"truncated-normal","mean":0.125,"std":0.5}""",
        """{"type":"xavier-uniform","gain":2}""",
        """{"type":"xavier-normal","gain":2}""",
        """{"type":"he-uniform","negative-slope":0.5}""",
        """{"type":"he-normal","negative-slope":0.5}""",
        """{"type":"lecun-uniform","gain":2}""",
        """{"type":"lecun-normal","gain":2}""",
        """{"type":"orthogonal","gain":2}""",
    ];
}

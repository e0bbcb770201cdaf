namespace SpanNet.Planning;

/// <summary>
/// Memory in the making, of a value, of a gradient or of what an operator asked for: a buffer of its own, or a part of one that is. All
/// that lie in one buffer are a family.
/// </summary>
/// <param name="length">Floats.</param>
internal sealed class Storage(int length)
{
    private readonly List<Stretch> lives = [];
    private readonly List<Storage> guests = [];
    private Storage? host;

    /// <summary>Floats.</summary>
    public int Length => length;

    /// <summary>When it holds what somebody reads: from each write to the last read before the next one.</summary>
    public IReadOnlyList<Stretch> Lives => lives;

    /// <summary>The buffer that it lies in; itself when it is one.</summary>
    public Storage Buffer => host ?? this;

    /// <summary>Its first float there.</summary>
    public int Offset { get; private set; }

    /// <summary>Everything that lies in the buffer that this one is, itself first.</summary>
    public IEnumerable<Storage> Family => guests.Prepend(this);

    /// <summary>At this tick it gets a new content.</summary>
    public void Write(int tick) => lives.Add(new Stretch(tick, tick));

    /// <summary>At this tick its content is needed.</summary>
    public void Read(int tick)
    {
        if (lives.Count == 0)
        {
            Write(tick);
        }

        lives[^1] = lives[^1] with { Last = tick };
    }

    /// <summary>From now on this buffer, with all that lies in it, is a part of <paramref name="other"/>'s from float <paramref name="at"/> of that on.</summary>
    public void MoveInto(Storage other, int at)
    {
        foreach (Storage member in Family)
        {
            member.host = other.Buffer;
            member.Offset += other.Offset + at;
            other.Buffer.guests.Add(member);
        }

        guests.Clear();
    }

    /// <summary>Whether this, lying <paramref name="at"/> floats further on, would have a float in common with <paramref name="other"/>.</summary>
    public bool Overlaps(Storage other, int at) => Offset + at < other.Offset + other.Length && other.Offset < Offset + at + Length;
}

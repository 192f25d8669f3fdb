namespace AuthServer.Ui.Interaction;

/// <summary>One field of a form, ready to be shown.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Label">In the person's language.</param>
internal sealed record FormField(string Name, string Label)
{
    /// <summary>The attribute <c>type</c>; <c>select</c> where there are <see cref="Options"/>.</summary>
    public string Type { get; init; } = "text";

    /// <summary>HTML's token for what belongs in it (WCAG 2.2 SC 1.3.5); null: none fits.</summary>
    public string? Autocomplete { get; init; }

    /// <summary>The keyboard to show; null: that of the type.</summary>
    public string? InputMode { get; init; }

    /// <summary>Whether the form cannot go without it.</summary>
    public bool Required { get; init; }

    /// <summary>In characters; null: any.</summary>
    public int? MinLength { get; init; }

    /// <inheritdoc cref="MinLength"/>
    public int? MaxLength { get; init; }

    /// <summary>The attribute <c>step</c> of numbers; null: whole ones.</summary>
    public string? Step { get; init; }

    /// <summary>What may be chosen: value and text. Empty: anything may be written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>Told before anything is wrong; null: nothing.</summary>
    public string? Hint { get; init; }

    /// <summary>What stands in it.</summary>
    public string? Value { get; init; }

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>Whether the person should begin here.</summary>
    public bool Focus { get; init; }

    /// <summary>The attribute <c>id</c>.</summary>
    public string Id => "f-" + Name.ToLowerInvariant();

    /// <summary>The ids of what explains it; null: nothing does.</summary>
    public string? DescribedBy =>
        (Hint, Complaints.Count) switch
        {
            (null, 0) => null,
            (null, _) => Id + "-wrong",
            (_, 0) => Id + "-hint",
            _ => $"{Id}-wrong {Id}-hint",
        };
}

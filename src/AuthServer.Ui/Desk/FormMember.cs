namespace AuthServer.Ui.Desk;

/// <summary>A member of a document as a form asks for it.</summary>
/// <param name="Name">In the document.</param>
/// <param name="Label">In few words; a key of the texts.</param>
/// <param name="Hint">What it does, for somebody who has not read the specification; a key of the texts.</param>
internal sealed record FormMember(string Name, string Label, string? Hint, MemberKind Kind)
{
    /// <summary>Values and what they are called, keys of the texts; for <see cref="MemberKind.Choice"/> and <see cref="MemberKind.Checks"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; init; } = [];

    /// <summary>What holds where a document does not say: <c>true</c> for flags, a value for choices; null: none.</summary>
    public string? Default { get; init; }

    /// <summary>The field's name in the form, apart from others of the page.</summary>
    public string Field => "m." + Name;

    /// <summary>Of the field, in the page.</summary>
    public string Id => "m-" + Name.Replace('_', '-');
}

/// <summary>How a member is asked for.</summary>
internal enum MemberKind
{
    Text,

    /// <summary>One value a line.</summary>
    Lines,

    Flag,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any of the options.</summary>
    Checks,

    /// <summary>Scopes, any of those that there are; one text in the document.</summary>
    Scopes,

    Number,

    /// <summary>Goes in and never comes out.</summary>
    Secret,

    /// <summary>JSON as it is.</summary>
    Json,
}

/// <summary>Members that belong together.</summary>
/// <param name="Id">Of the section in the page.</param>
/// <param name="Title">A key of the texts.</param>
/// <param name="Text">What they are about; a key of the texts.</param>
internal sealed record FormSection(string Id, string Title, string? Text, IReadOnlyList<FormMember> Members);

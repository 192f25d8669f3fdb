namespace AuthServer.Ui.Desk;

/// <summary>A kind of object of the configuration, as its pages speak of it. All texts are keys of the texts.</summary>
/// <param name="Target">One of <see cref="AuthServer.Core.Audit.AuditTargets"/>.</param>
/// <param name="KeyMember">What names one of them.</param>
internal sealed record DeskObject(string Target, string KeyMember)
{
    /// <summary>Below <see cref="Navigation.Home"/>.</summary>
    public required string Path { get; init; }

    public required string Icon { get; init; }

    /// <summary>Several of them.</summary>
    public required string Title { get; init; }

    /// <summary>What they are.</summary>
    public required string Text { get; init; }

    /// <summary>A new one.</summary>
    public required string New { get; init; }

    public required IReadOnlyList<FormSection> Sections { get; init; }

    /// <summary>The member shown beside the name in lists; null: none.</summary>
    public string? Shown { get; init; }

    /// <summary>Members that no form changes.</summary>
    public IReadOnlyList<string> Besides { get; init; } = [];

    /// <summary>There is one, and it is always there.</summary>
    public bool IsOnly { get; init; }

    /// <summary>The list of them.</summary>
    public string List => $"{Navigation.Home}/{Path}";

    /// <summary>The page of one; of a new one without a key.</summary>
    public string One(string? key = null) => IsOnly ? List : key is null ? $"{List}/one" : $"{List}/one?{AdminPage.Key}={Uri.EscapeDataString(key)}";
}

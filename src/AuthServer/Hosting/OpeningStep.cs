namespace AuthServer.Hosting;

/// <summary>How far the opening has come: what it waits for, in order.</summary>
internal enum OpeningStep
{
    /// <summary>The database, and what its migrations bring.</summary>
    Migrations,

    /// <summary>The key ring.</summary>
    Keys,

    /// <summary>What files declare.</summary>
    Declarations,

    /// <summary>Nothing more.</summary>
    Open,
}

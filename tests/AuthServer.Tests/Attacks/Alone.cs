using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Tests that measure time: they run one after another, and after everything else.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

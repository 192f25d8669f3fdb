using AuthServer.Core.Recorder;
using Xunit;

namespace AuthServer.Core.Tests.Attempts;

/// <summary>Ids that survive the phone.</summary>
public sealed class AttemptIdTests
{
    [Fact]
    public void New_ones_differ_and_are_read_as_they_are()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => AttemptId.New()).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Equal(id, AttemptId.TryRead(id)));
    }

    [Theory]
    [InlineData("7k3qm9xw2t", "7K3QM-9XW2T")]
    [InlineData(" 7K3 QM9-XW 2T ", "7K3QM-9XW2T")]
    [InlineData("oOiIl-LL000", "00111-11000")]
    public void Case_spaces_dashes_and_look_alikes_do_not_matter(string said, string id) => Assert.Equal(id, AttemptId.TryRead(said));

    [Theory]
    [InlineData("")]
    [InlineData("7K3QM-9XW2")]
    [InlineData("7K3QM-9XW2T0")]
    [InlineData("7K3QM-9XW2U")]
    [InlineData("7K3QM_9XW2T")]
    [InlineData("７K3QM-9XW2T")]
    public void Others_are_none(string text) => Assert.Null(AttemptId.TryRead(text));
}

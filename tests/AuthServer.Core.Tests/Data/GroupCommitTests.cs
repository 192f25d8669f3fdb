using AuthServer.Core.Data;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class GroupCommitTests
{
    private readonly List<int> _statements = [];
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task What_comes_while_one_is_written_is_written_together()
    {
        var group = Group();
        var works = Enumerable.Range(0, 100).Select(n => group.RunAsync((Guid.CreateVersion7(), n))).ToList();
        _gate.SetResult();

        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(works));
        Assert.Equal([1, 64, 35], _statements);
    }

    [Fact]
    public async Task Works_of_one_key_have_a_statement_each()
    {
        var group = Group();
        var (key, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var works = new[] { (key, 1), (key, 2), (other, 3), (key, 4) }.Select(group.RunAsync).ToList();
        _gate.SetResult();

        var results = await Task.WhenAll(works);
        Assert.Equal([1, 2, 3, 4], results);
        Assert.Equal([1, 2, 1], _statements);
    }

    [Fact]
    public async Task What_cannot_be_written_together_is_written_alone_and_takes_nobody_with_it()
    {
        var group = Group(refuses: n => n == 3);
        var works = Enumerable.Range(0, 5).Select(n => group.RunAsync((Guid.CreateVersion7(), n))).ToList();
        _gate.SetResult();

        foreach (var (work, n) in works.Select((w, n) => (w, n)))
        {
            if (n == 3)
                await Assert.ThrowsAsync<InvalidOperationException>(() => work);
            else
                Assert.Equal(n, await work);
        }

        Assert.Equal(9, await group.RunAsync((Guid.CreateVersion7(), 9))); // and it goes on
    }

    [Fact]
    public async Task One_that_waits_for_a_lock_holds_up_nobody()
    {
        var locked = new TaskCompletionSource<int>();
        var group = new GroupCommit<(Guid Key, int Value), int>(
            works => Task.FromResult<IReadOnlyDictionary<Guid, int>>(
                works.Where(w => w.Value != 0).ToDictionary(w => w.Key, w => w.Value)),
            _ => locked.Task, w => w.Key);
        var waits = group.RunAsync((Guid.CreateVersion7(), 0));

        Assert.Equal(1, await group.RunAsync((Guid.CreateVersion7(), 1)));
        Assert.False(waits.IsCompleted);
        locked.SetResult(7);
        Assert.Equal(7, await waits);
    }

    private GroupCommit<(Guid Key, int Value), int> Group(Func<int, bool>? refuses = null) => new(
        async works =>
        {
            _statements.Add(works.Count);
            await _gate.Task;
            return works.Any(w => refuses?.Invoke(w.Value) == true)
                ? throw new InvalidOperationException("all of them")
                : works.ToDictionary(w => w.Key, w => w.Value);
        },
        work => refuses?.Invoke(work.Value) == true
            ? throw new InvalidOperationException("this one")
            : Task.FromResult(work.Value),
        work => work.Key);
}

using AuthServer.Protocol.Wire;
using Xunit;

namespace AuthServer.Protocol.Tests.Wire;

public sealed class ResultTests
{
    private static readonly OAuthError Error = new(ErrorCode.InvalidRequest, "no");

    [Fact]
    public void A_failure_is_one_also_where_the_value_would_be_a_struct()
    {
        Result<ReadOnlyMemory<byte>> failed = Error;
        Assert.False(failed.Succeeded(out _, out var error));
        Assert.Same(Error, error);
        Result<int> succeeded = 0;
        Assert.True(succeeded.Succeeded(out var value, out error));
        Assert.Equal(0, value);
        Assert.Null(error);
    }

    [Fact]
    public void A_result_that_was_never_made_is_a_failure()
    {
        Assert.False(default(Result<int>).Succeeded(out _, out var error));
        Assert.Equal(ErrorCode.ServerError, error.Code);
        Assert.False(default(Result<string>).Succeeded(out _, out _));
    }
}

using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Authorizations;

internal static partial class Log
{
    [LoggerMessage(1801, LogLevel.Warning, "The code of authorization {Authorization} was used twice by {Client}: the authorization ends.")]
    public static partial void CodeReplayed(ILogger logger, Guid authorization, string client);

    [LoggerMessage(1802, LogLevel.Warning, "The code of authorization {Authorization} was spent for nothing, client {Client}: {Reason}.")]
    public static partial void CodeBurnt(ILogger logger, Guid authorization, string client, string reason);

    [LoggerMessage(1803, LogLevel.Warning, "A refresh token of authorization {Authorization}, client {Client}, generation {Generation}, was used again: the authorization ends.")]
    public static partial void TokenReused(ILogger logger, Guid authorization, string client, int generation);

    [LoggerMessage(1804, LogLevel.Error, "A refresh token of authorization {Authorization} has generation {Generation}, which its row has not reached: is the database an old copy?")]
    public static partial void TokenAheadOfRow(ILogger logger, Guid authorization, int generation);
}

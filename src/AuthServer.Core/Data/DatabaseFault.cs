using System.Data.Common;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Whether a failure is the database's (it is away, says nothing, refuses): to be tried again, and no bug.</summary>
public static class DatabaseFault
{
    /// <summary>Says so of an exception, or of what is inside it.</summary>
    public static bool Is(Exception fault) =>
        fault is DbException or TimeoutException || (fault.InnerException is { } inner && Is(inner));

    /// <summary>
    /// What to log with its calls: the failure, unless it is the database's. Of that the reason says everything, and a page
    /// of calls for each that waits would bury it.
    /// </summary>
    public static Exception? CallsOf(Exception fault) => Is(fault) ? null : fault;

    /// <summary>
    /// Why, in a line without the full stop: in the database's own words, or the driver's and what the system told it; not
    /// EF's, which says of each that there was one.
    /// </summary>
    public static string ReasonOf(Exception fault) => fault switch
    {
        PostgresException refusal => refusal.MessageText,
        not DbException when fault.InnerException is { } inner && Is(inner) => ReasonOf(inner),
        { InnerException: { } cause } => $"{fault.Message.TrimEnd('.')}: {cause.Message.TrimEnd('.')}",
        _ => fault.Message.TrimEnd('.'),
    };
}

using System.Data.Common;

namespace AuthServer.Core.Data;

/// <summary>Whether a failure is the database's (it is away, says nothing, refuses): to be tried again, and no bug.</summary>
public static class DatabaseFault
{
    /// <summary>Says so of an exception, or of what is inside it.</summary>
    public static bool Is(Exception fault) =>
        fault is DbException or TimeoutException || (fault.InnerException is { } inner && Is(inner));
}

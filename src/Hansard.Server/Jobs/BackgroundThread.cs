using System.Runtime.InteropServices;

namespace Hansard.Server.Jobs;

/// <summary>Lets computing threads stand back behind those that answer requests.</summary>
/// <remarks>
/// .NET ignores thread priorities on Linux. There niceness belongs to a thread and is inherited by the threads it starts, so an engine that
/// is created on a thread of niceness 10 computes with a tenth of the weight of the others while they have something to do, and with all
/// cores when they have not. Elsewhere nothing changes.
/// </remarks>
internal static partial class BackgroundThread
{
    // PRIO_PROCESS, which is a thread on Linux, and 0 for the calling one (setpriority(2)).
    private const int PriorityOfThread = 0;
    private const int Self = 0;
    private const int Niceness = 10;

    /// <summary>Runs a function, and what it starts, in the background.</summary>
    public static Task<T> RunAsync<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                // Where it is not allowed, the engine only competes.
                if (OperatingSystem.IsLinux()) _ = SetPriority(PriorityOfThread, Self, Niceness);
                result.SetResult(function());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        })
        {
            IsBackground = true,
            Name = "Engine start",
        };
        thread.Start();
        return result.Task;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}

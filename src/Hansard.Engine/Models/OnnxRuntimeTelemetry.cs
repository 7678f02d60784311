using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Models;

/// <summary>Turns off the telemetry of ONNX Runtime, before its native library is loaded.</summary>
/// <remarks>
/// The official builds since 1.30 keep a device id and a database of events under the user's cache folder, look up a collector of their
/// maker and post model file names, hardware and run counts to it. They read <see cref="Variable"/> once, when they start, so it must be
/// set before anything else touches them. <see cref="OrtEnv.DisableTelemetryEvents"/> alone comes too late: the first event, the id and
/// the database are there by then. <see cref="OnnxModel"/> calls it as well.
/// </remarks>
internal static partial class OnnxRuntimeTelemetry
{
    /// <summary>Read by ONNX Runtime, see Privacy.md of its package.</summary>
    internal const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Sets <see cref="Variable"/> as native code sees it, whatever it was.</summary>
    /// <exception cref="InvalidOperationException">The environment cannot be changed.</exception>
#pragma warning disable CA2255 // Meant for applications; but a program that uses the engine as a library must not have to know of this.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void TurnOff()
    {
        // On Unix this is a copy that only child processes get to see.
        Environment.SetEnvironmentVariable(Variable, "1");
        if (OperatingSystem.IsWindows()) return;
        if (SetNative(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"The telemetry of ONNX Runtime cannot be turned off: {Variable} cannot be set.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}

using EcrPtcLambda.Sbom;

if (args is not [var lockFile, var runtimeIdentifier, var version, var path])
{
    Console.Error.WriteLine("Usage: EcrPtcLambda.Sbom LOCK_FILE RUNTIME_IDENTIFIER VERSION OUTPUT");
    return 2;
}

var packageFolder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
using var output = File.Create(path);
BillOfMaterials.Write(LockedPackage.Read(lockFile, runtimeIdentifier), version, packageFolder, output);
return 0;

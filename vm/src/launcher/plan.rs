//! What the launcher does before, or instead of, running a main class: settings, module listings,
//! usage texts. The class library's `sun.launcher.LauncherHelper` does the printing.

use crate::boot::{config, launcher_helper};
use crate::classpath::java_home::JavaHome;
use crate::error::R;
use crate::options::{LaunchPlan, Stream, Usage};
use crate::runtime::string;
use crate::runtime::value::Args;
use crate::thread::Thread;

/// Does the steps of `plan` in order; false when the last of them ends the run.
///
/// # Errors
/// Whatever the class library throws.
pub fn perform(t: &Thread, plan: &LaunchPlan) -> R<bool> {
    if let Some(settings) = &plan.settings {
        let option = string::new(t, &settings.option)?;
        let args = Args::new()
            .int(1)
            .obj(Some(option))
            .long(settings.initial_heap_bytes as i64)
            .long(settings.max_heap_bytes as i64)
            .long(settings.stack_bytes as i64);
        launcher_helper(t, "showSettings", "(ZLjava/lang/String;JJJ)V", &args)?;
    }
    if plan.resolved_modules {
        launcher_helper(t, "showResolvedModules", "()V", &Args::new())?;
    }
    if plan.list_modules {
        launcher_helper(t, "listModules", "()V", &Args::new())?;
        return Ok(false);
    }
    if let Some(module) = &plan.describe_module {
        let module = string::new(t, module)?;
        let args = Args::new().obj(Some(module));
        launcher_helper(t, "describeModule", "(Ljava/lang/String;)V", &args)?;
        return Ok(false);
    }
    if let Some(version) = plan.version {
        if let Ok(home) = JavaHome::find(config().java_home.as_deref()) {
            super::print_version(&home, version, &config().flags);
        }
        if version.last {
            return Ok(false);
        }
    }
    // The module system has validated the modules when it started.
    if plan.validate_modules {
        return Ok(false);
    }
    if let Some(usage) = plan.usage {
        print_usage(t, usage)?;
        return Ok(false);
    }
    Ok(true)
}

/// Prints the class library's help text, and after it the options that only this VM has.
fn print_usage(t: &Thread, usage: Usage) -> R<()> {
    let to_stderr = Args::new().int(i32::from(usage.to_stderr));
    if usage.extra {
        launcher_helper(t, "printXUsageMessage", "(Z)V", &to_stderr)?;
    } else {
        let name = string::new(t, "cortado")?;
        let name = Args::new().obj(Some(name));
        launcher_helper(t, "initHelpMessage", "(Ljava/lang/String;)V", &name)?;
        launcher_helper(t, "printHelpMessage", "(Z)V", &to_stderr)?;
    }
    if usage.asked {
        let stream = if usage.to_stderr { Stream::Error } else { Stream::Output };
        super::print(stream, &super::help::own_options());
    }
    Ok(())
}

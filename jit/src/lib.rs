//! The compiler: bytecode to relocatable body. Filled by the first compiling tier.

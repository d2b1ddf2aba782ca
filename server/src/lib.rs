//! The compile server. Filled once there is a compiler to share.

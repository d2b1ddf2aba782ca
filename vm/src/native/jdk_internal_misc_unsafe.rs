//! `jdk.internal.misc.Unsafe`: memory by address, fields by offset, and a few other powers.
//!
//! An offset is the byte offset of a field or element in its object; statics are at offsets of
//! their class's mirror. With a null object the offset is an address. Like HotSpot, the VM trusts
//! the caller: a wrong offset is not an exception but a broken heap.

mod access;
mod classes;
mod memory;

use crate::natives;

natives! { "jdk/internal/misc/Unsafe";
    "registerNatives()V" => classes::register_natives [leaf];
    "getInt(Ljava/lang/Object;J)I" => access::get_int [leaf];
    "putInt(Ljava/lang/Object;JI)V" => access::put_int [leaf];
    "getReference(Ljava/lang/Object;J)Ljava/lang/Object;" => access::get_reference [leaf];
    "putReference(Ljava/lang/Object;JLjava/lang/Object;)V" => access::put_reference [leaf];
    "getBoolean(Ljava/lang/Object;J)Z" => access::get_boolean [leaf];
    "putBoolean(Ljava/lang/Object;JZ)V" => access::put_boolean [leaf];
    "getByte(Ljava/lang/Object;J)B" => access::get_byte [leaf];
    "putByte(Ljava/lang/Object;JB)V" => access::put_byte [leaf];
    "getShort(Ljava/lang/Object;J)S" => access::get_short [leaf];
    "putShort(Ljava/lang/Object;JS)V" => access::put_short [leaf];
    "getChar(Ljava/lang/Object;J)C" => access::get_char [leaf];
    "putChar(Ljava/lang/Object;JC)V" => access::put_char [leaf];
    "getLong(Ljava/lang/Object;J)J" => access::get_long [leaf];
    "putLong(Ljava/lang/Object;JJ)V" => access::put_long [leaf];
    "getFloat(Ljava/lang/Object;J)F" => access::get_float [leaf];
    "putFloat(Ljava/lang/Object;JF)V" => access::put_float [leaf];
    "getDouble(Ljava/lang/Object;J)D" => access::get_double [leaf];
    "putDouble(Ljava/lang/Object;JD)V" => access::put_double [leaf];
    "getReferenceVolatile(Ljava/lang/Object;J)Ljava/lang/Object;" =>
        access::get_reference_volatile [leaf];
    "putReferenceVolatile(Ljava/lang/Object;JLjava/lang/Object;)V" =>
        access::put_reference_volatile [leaf];
    "getIntVolatile(Ljava/lang/Object;J)I" => access::get_int_volatile [leaf];
    "putIntVolatile(Ljava/lang/Object;JI)V" => access::put_int_volatile [leaf];
    "getBooleanVolatile(Ljava/lang/Object;J)Z" => access::get_boolean_volatile [leaf];
    "putBooleanVolatile(Ljava/lang/Object;JZ)V" => access::put_boolean_volatile [leaf];
    "getByteVolatile(Ljava/lang/Object;J)B" => access::get_byte_volatile [leaf];
    "putByteVolatile(Ljava/lang/Object;JB)V" => access::put_byte_volatile [leaf];
    "getShortVolatile(Ljava/lang/Object;J)S" => access::get_short_volatile [leaf];
    "putShortVolatile(Ljava/lang/Object;JS)V" => access::put_short_volatile [leaf];
    "getCharVolatile(Ljava/lang/Object;J)C" => access::get_char_volatile [leaf];
    "putCharVolatile(Ljava/lang/Object;JC)V" => access::put_char_volatile [leaf];
    "getLongVolatile(Ljava/lang/Object;J)J" => access::get_long_volatile [leaf];
    "putLongVolatile(Ljava/lang/Object;JJ)V" => access::put_long_volatile [leaf];
    "getFloatVolatile(Ljava/lang/Object;J)F" => access::get_float_volatile [leaf];
    "putFloatVolatile(Ljava/lang/Object;JF)V" => access::put_float_volatile [leaf];
    "getDoubleVolatile(Ljava/lang/Object;J)D" => access::get_double_volatile [leaf];
    "putDoubleVolatile(Ljava/lang/Object;JD)V" => access::put_double_volatile [leaf];
    "compareAndSetReference(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Z" =>
        access::compare_and_set_reference [leaf];
    "compareAndExchangeReference(Ljava/lang/Object;JLjava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;" =>
        access::compare_and_exchange_reference [leaf];
    "compareAndSetInt(Ljava/lang/Object;JII)Z" => access::compare_and_set_int [leaf];
    "compareAndExchangeInt(Ljava/lang/Object;JII)I" => access::compare_and_exchange_int [leaf];
    "compareAndSetLong(Ljava/lang/Object;JJJ)Z" => access::compare_and_set_long [leaf];
    "compareAndExchangeLong(Ljava/lang/Object;JJJ)J" =>
        access::compare_and_exchange_long [leaf];
    "getUncompressedObject(J)Ljava/lang/Object;" => access::get_uncompressed_object [leaf];
    "loadFence()V" => access::load_fence [leaf];
    "storeFence()V" => access::store_fence [leaf];
    "fullFence()V" => access::full_fence [leaf];
    "writeback0(J)V" => memory::writeback [leaf];
    "writebackPreSync0()V" => memory::writeback_pre_sync [leaf];
    "writebackPostSync0()V" => memory::writeback_post_sync [leaf];
    "allocateMemory0(J)J" => memory::allocate [leaf];
    "reallocateMemory0(JJ)J" => memory::reallocate [leaf];
    "freeMemory0(J)V" => memory::free [leaf];
    "setMemory0(Ljava/lang/Object;JJB)V" => memory::set [leaf];
    "copyMemory0(Ljava/lang/Object;JLjava/lang/Object;JJ)V" => memory::copy [leaf];
    "copySwapMemory0(Ljava/lang/Object;JLjava/lang/Object;JJJ)V" => memory::copy_swap [leaf];
    "getLoadAverage0([DI)I" => memory::get_load_average [leaf];
    "park(ZJ)V" => classes::park;
    "unpark(Ljava/lang/Object;)V" => classes::unpark [leaf];
    "throwException(Ljava/lang/Throwable;)V" => classes::throw_exception;
    "defineClass0(Ljava/lang/String;[BIILjava/lang/ClassLoader;Ljava/security/ProtectionDomain;)Ljava/lang/Class;" =>
        classes::define_class;
    "allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;" => classes::allocate_instance;
    "objectFieldOffset0(Ljava/lang/reflect/Field;)J" => classes::object_field_offset;
    "objectFieldOffset1(Ljava/lang/Class;Ljava/lang/String;)J" =>
        classes::object_field_offset_by_name;
    "staticFieldOffset0(Ljava/lang/reflect/Field;)J" => classes::static_field_offset;
    "staticFieldBase0(Ljava/lang/reflect/Field;)Ljava/lang/Object;" =>
        classes::static_field_base;
    "shouldBeInitialized0(Ljava/lang/Class;)Z" => classes::should_be_initialized;
    "ensureClassInitialized0(Ljava/lang/Class;)V" => classes::ensure_class_initialized;
    "arrayBaseOffset0(Ljava/lang/Class;)I" => classes::array_base_offset;
    "arrayIndexScale0(Ljava/lang/Class;)I" => classes::array_index_scale;
}

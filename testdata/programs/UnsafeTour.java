// javac: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
// flags: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED

import java.lang.reflect.Field;
import java.util.Arrays;
import jdk.internal.misc.Unsafe;

/** Every access mode of Unsafe, memory outside the heap, field offsets, and their errors. */
public class UnsafeTour {
    static final Unsafe U = Unsafe.getUnsafe();

    interface Action {
        Object run() throws Throwable;
    }

    static abstract class Abstract {}

    static class Lazy {
        static {
            System.out.println("Lazy initialised");
        }
        static int value = 7;
    }

    boolean z;
    byte b;
    short s;
    char c;
    int i;
    long j;
    float f;
    double d;
    Object o = "old";
    static int count = 5;
    static String text = "static";

    public static void main(String[] args) throws Throwable {
        fields();
        atomics();
        arrays();
        memory();
        classes();
        errors();
    }

    static long at(String name) {
        return U.objectFieldOffset(UnsafeTour.class, name);
    }

    static void fields() {
        UnsafeTour t = new UnsafeTour();
        U.putBoolean(t, at("z"), true);
        U.putByte(t, at("b"), (byte) -2);
        U.putShort(t, at("s"), (short) -3);
        U.putChar(t, at("c"), '\uffee');
        U.putInt(t, at("i"), -5);
        U.putLong(t, at("j"), -6L);
        U.putFloat(t, at("f"), 1.5f);
        U.putDouble(t, at("d"), -0.0);
        U.putReference(t, at("o"), "new");
        System.out.println(t.z + " " + t.b + " " + t.s + " " + (int) t.c + " " + t.i + " " + t.j + " " + t.f + " " + t.d + " " + t.o);
        System.out.println(U.getBoolean(t, at("z")) + " " + U.getByte(t, at("b")) + " " + U.getShort(t, at("s")) + " " + (int) U.getChar(t, at("c"))
            + " " + U.getInt(t, at("i")) + " " + U.getLong(t, at("j")) + " " + U.getFloat(t, at("f")) + " " + U.getDouble(t, at("d")) + " " + U.getReference(t, at("o")));
        U.putBooleanVolatile(t, at("z"), false);
        U.putByteRelease(t, at("b"), (byte) 12);
        U.putShortOpaque(t, at("s"), (short) 13);
        U.putCharVolatile(t, at("c"), 'x');
        U.putIntRelease(t, at("i"), 15);
        U.putLongOpaque(t, at("j"), 16);
        U.putFloatVolatile(t, at("f"), Float.NaN);
        U.putDoubleRelease(t, at("d"), Double.MIN_VALUE);
        U.putReferenceVolatile(t, at("o"), null);
        System.out.println(U.getBooleanAcquire(t, at("z")) + " " + U.getByteVolatile(t, at("b")) + " " + U.getShortAcquire(t, at("s")) + " " + U.getCharOpaque(t, at("c"))
            + " " + U.getIntVolatile(t, at("i")) + " " + U.getLongAcquire(t, at("j")) + " " + U.getFloatOpaque(t, at("f")) + " " + U.getDoubleVolatile(t, at("d")) + " " + U.getReferenceAcquire(t, at("o")));
    }

    static void atomics() {
        UnsafeTour t = new UnsafeTour();
        System.out.println(U.compareAndSetInt(t, at("i"), 0, 1) + " " + U.compareAndSetInt(t, at("i"), 0, 2) + " " + U.compareAndExchangeInt(t, at("i"), 1, 3) + " " + U.compareAndExchangeInt(t, at("i"), 1, 4) + " " + t.i);
        System.out.println(U.compareAndSetLong(t, at("j"), 0, 1L << 40) + " " + U.compareAndExchangeLong(t, at("j"), 5, 6) + " " + t.j);
        System.out.println(U.compareAndSetReference(t, at("o"), "older", "x") + " " + U.compareAndSetReference(t, at("o"), "old", "x") + " " + U.compareAndExchangeReference(t, at("o"), "x", null) + " " + U.compareAndExchangeReference(t, at("o"), "y", "z") + " " + t.o);
        System.out.println(U.compareAndSetByte(t, at("b"), (byte) 0, (byte) -1) + " " + U.compareAndExchangeByte(t, at("b"), (byte) -1, (byte) 9) + " " + t.b);
        System.out.println(U.compareAndSetShort(t, at("s"), (short) 0, (short) -1) + " " + U.compareAndExchangeShort(t, at("s"), (short) 4, (short) 9) + " " + t.s);
        System.out.println(U.compareAndSetChar(t, at("c"), '\0', 'q') + " " + t.c + " " + U.compareAndSetBoolean(t, at("z"), false, true) + " " + t.z);
        System.out.println(U.compareAndSetFloat(t, at("f"), 0f, 2f) + " " + U.compareAndSetDouble(t, at("d"), 0d, 3d) + " " + t.f + " " + t.d);
        System.out.println(U.getAndAddInt(t, at("i"), 10) + " " + U.getAndSetInt(t, at("i"), 77) + " " + U.getAndBitwiseOrInt(t, at("i"), 128) + " " + t.i);
        System.out.println(U.getAndAddLong(t, at("j"), -1) + " " + U.getAndSetReference(t, at("o"), "end") + " " + t.o);
        U.fullFence();
        U.loadFence();
        U.storeFence();
    }

    static void arrays() {
        System.out.println(U.arrayIndexScale(byte[].class) + " " + U.arrayIndexScale(char[].class) + " " + U.arrayIndexScale(int[].class) + " " + U.arrayIndexScale(long[].class) + " " + U.arrayBaseOffset(int[].class));
        int[] ints = {1, 2, 3};
        System.out.println(U.getInt(ints, U.arrayBaseOffset(int[].class) + 4L) + " " + U.getLong(ints, (long) U.arrayBaseOffset(int[].class)));
        byte[] bytes = new byte[8];
        U.putLongUnaligned(bytes, U.arrayBaseOffset(byte[].class), 0x0102030405060708L, true);
        System.out.println(Arrays.toString(bytes) + " " + U.getIntUnaligned(bytes, U.arrayBaseOffset(byte[].class) + 1L) + " " + U.getCharUnaligned(bytes, U.arrayBaseOffset(byte[].class) + 3L, false));
        Object[] objects = {"a", "b"};
        long second = U.arrayBaseOffset(Object[].class) + (long) U.arrayIndexScale(Object[].class);
        System.out.println(U.getReference(objects, second) + " " + U.compareAndSetReference(objects, second, "b", "c") + " " + Arrays.toString(objects));
        byte[] made = (byte[]) U.allocateUninitializedArray(byte.class, 3);
        System.out.println(made.length);
    }

    static void memory() {
        long p = U.allocateMemory(64);
        U.setMemory(p, 64, (byte) 0x11);
        System.out.println(Long.toHexString(U.getLong(p + 8)) + " " + U.getByte(p + 63));
        U.putInt(p + 1, 0x01020304);
        System.out.println(Integer.toHexString(U.getInt(p)) + " " + U.getShort(p + 3) + " " + U.getFloat(p + 32) + " " + U.getDouble(p + 40));
        byte[] bytes = new byte[16];
        U.copyMemory(null, p, bytes, U.arrayBaseOffset(byte[].class), 8);
        U.copySwapMemory(null, p, bytes, U.arrayBaseOffset(byte[].class) + 8, 8, 4);
        System.out.println(Arrays.toString(bytes));
        char[] chars = {'a', 'b', 'c'};
        char[] swapped = new char[3];
        U.copySwapMemory(chars, U.arrayBaseOffset(char[].class), swapped, U.arrayBaseOffset(char[].class), 6, 2);
        System.out.println((int) swapped[0] + " " + (int) swapped[2]);
        U.copyMemory(bytes, U.arrayBaseOffset(byte[].class), bytes, U.arrayBaseOffset(byte[].class) + 2L, 8);
        System.out.println(Arrays.toString(bytes));
        p = U.reallocateMemory(p, 128);
        System.out.println(U.getByte(p + 63));
        U.putAddress(p, p);
        System.out.println(U.getAddress(p) == p);
        U.freeMemory(p);
        U.freeMemory(0);
        System.out.println(U.addressSize() + " " + U.pageSize() + " " + U.isBigEndian() + " " + U.unalignedAccess() + " " + U.getLoadAverage(new double[3], 3));
    }

    static void classes() throws Throwable {
        Field f = UnsafeTour.class.getDeclaredField("count");
        System.out.println(U.getInt(U.staticFieldBase(f), U.staticFieldOffset(f)));
        U.putInt(U.staticFieldBase(f), U.staticFieldOffset(f), 6);
        System.out.println(count);
        Field g = UnsafeTour.class.getDeclaredField("text");
        System.out.println(U.getReference(U.staticFieldBase(g), U.staticFieldOffset(g)));
        System.out.println(U.objectFieldOffset(UnsafeTour.class.getDeclaredField("i")) == at("i"));
        System.out.println(U.shouldBeInitialized(Lazy.class) + " " + U.shouldBeInitialized(int.class) + " " + U.shouldBeInitialized(int[].class));
        U.ensureClassInitialized(Lazy.class);
        System.out.println(U.shouldBeInitialized(Lazy.class) + " " + Lazy.value);
        UnsafeTour bare = (UnsafeTour) U.allocateInstance(UnsafeTour.class);
        System.out.println(bare.o + " " + bare.i);
    }

    static void errors() {
        for (Class<?> c : new Class<?>[] {Abstract.class, Runnable.class, int.class, int[].class, Class.class, void.class}) attempt(() -> U.allocateInstance(c));
        attempt(() -> U.objectFieldOffset(UnsafeTour.class.getDeclaredField("count")));
        attempt(() -> U.staticFieldOffset(UnsafeTour.class.getDeclaredField("i")));
        attempt(() -> U.staticFieldBase(UnsafeTour.class.getDeclaredField("i")));
        attempt(() -> U.objectFieldOffset(UnsafeTour.class, "nothing"));
        attempt(() -> U.arrayBaseOffset(String.class));
        attempt(() -> U.allocateMemory(-1));
        attempt(() -> U.allocateMemory(1L << 60));
        attempt(() -> U.defineClass("x", new byte[3], 0, 3, null, null));
        attempt(() -> U.defineClass("x", new byte[3], 1, 3, null, null));
        attempt(() -> {
            U.throwException(new java.io.IOException("unchecked"));
            return null;
        });
    }

    static void attempt(Action action) {
        try {
            System.out.println(action.run());
        } catch (Throwable e) {
            System.out.println(e);
        }
    }
}

// VarHandle access modes over fields, statics, arrays, byte views and buffers.
import java.lang.invoke.*;
import java.nio.*;
import java.util.*;

public class VarHandles {
    int i = 1;
    volatile long l = 2;
    String s = "s";
    boolean z;
    byte b = 3;
    short h = 4;
    char c = 'c';
    float f = 1.5f;
    double d = 2.5;
    final int fin = 9;
    static int st = 10;

    static VarHandle vh(String name, Class<?> t) throws Exception { return MethodHandles.lookup().findVarHandle(VarHandles.class, name, t); }

    public static void main(String[] args) throws Throwable {
        VarHandles o = new VarHandles();
        VarHandle i = vh("i", int.class);
        i.set(o, 5);
        i.setVolatile(o, (int) i.get(o) + 1);
        i.setRelease(o, (int) i.getAcquire(o) + 1);
        i.setOpaque(o, (int) i.getOpaque(o) + 1);
        System.out.println((int) i.getVolatile(o) + " " + i.compareAndSet(o, 8, 20) + " " + i.compareAndSet(o, 8, 30) + " " + (int) i.compareAndExchange(o, 20, 40) + " " + (int) i.compareAndExchangeAcquire(o, 0, 1) + " " + (int) i.compareAndExchangeRelease(o, 40, 41));
        boolean weak;
        do { weak = i.weakCompareAndSet(o, 41, 42); } while (!weak);
        do { weak = i.weakCompareAndSetPlain(o, 42, 43); } while (!weak);
        System.out.println((int) i.getAndAdd(o, 7) + " " + (int) i.getAndSet(o, 12) + " " + (int) i.getAndBitwiseOr(o, 3) + " " + (int) i.getAndBitwiseAnd(o, 6) + " " + (int) i.getAndBitwiseXor(o, 5) + " " + o.i + " " + (int) i.getAndAddAcquire(o, 1) + (int) i.getAndSetRelease(o, 1));
        VarHandle l = vh("l", long.class);
        System.out.println((long) l.getAndAdd(o, 1L << 40) + " " + (long) l.get(o) + " " + l.compareAndSet(o, (1L << 40) + 2, -1L) + " " + (long) l.getAndBitwiseAnd(o, 255L) + " " + o.l);
        VarHandle s = vh("s", String.class);
        System.out.println((String) s.getAndSet(o, "t") + s.compareAndSet(o, "t", "u") + s.compareAndSet(o, new String("u"), "v") + s.get(o));
        VarHandle z = vh("z", boolean.class);
        System.out.println(z.compareAndSet(o, false, true) + " " + (boolean) z.getAndBitwiseXor(o, true) + " " + (boolean) z.get(o));
        VarHandle b = vh("b", byte.class), h = vh("h", short.class), c = vh("c", char.class), f = vh("f", float.class), d = vh("d", double.class);
        System.out.println((byte) b.getAndAdd(o, (byte) 127) + " " + o.b + " " + b.compareAndSet(o, (byte) -126, (byte) 1) + " " + (short) h.getAndBitwiseOr(o, (short) -32768) + " " + o.h + " " + (char) c.getAndAdd(o, (char) 1) + o.c + " " + (float) f.getAndAdd(o, 0.5f) + o.f + " " + d.compareAndSet(o, 2.5, -0.0) + (double) d.getAndSet(o, 1.0));
        VarHandle st = MethodHandles.lookup().findStaticVarHandle(VarHandles.class, "st", int.class);
        System.out.println((int) st.getAndAdd(5) + " " + st.get() + " " + st.coordinateTypes() + vh("fin", int.class).isAccessModeSupported(VarHandle.AccessMode.SET));
        VarHandle ints = MethodHandles.arrayElementVarHandle(int[].class), strings = MethodHandles.arrayElementVarHandle(String[].class);
        int[] arr = {1, 2, 3};
        ints.setVolatile(arr, 1, 9);
        System.out.println(ints.compareAndSet(arr, 2, 3, 4) + Arrays.toString(arr) + (int) ints.getAndAdd(arr, 0, 6));
        String[] sa = {"a", null};
        strings.set(sa, 1, "b");
        System.out.println(Arrays.toString(sa) + strings.getAndSet(sa, 0, "z"));
        VarHandle be = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN), le = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = new byte[16];
        be.set(bytes, 1, 0x01020304);
        le.set(bytes, 8, 0x0102030405060708L);
        System.out.println(Arrays.toString(bytes) + Integer.toHexString((int) be.get(bytes, 0)));
        ByteBuffer buf = ByteBuffer.allocateDirect(16);
        VarHandle view = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
        view.set(buf, 3, (short) 0x0a0b);
        System.out.println(buf.get(3) + " " + buf.get(4) + " " + (short) view.get(buf, 3));
        for (int k = 0; k < 7; k++) {
            try {
                switch (k) {
                    case 0 -> vh("fin", int.class).set(o, 1);
                    case 1 -> i.set(null, 1);
                    case 2 -> i.set("wrong", 1);
                    case 3 -> ints.get(arr, 3);
                    case 4 -> strings.getAndAdd(sa, 0, "x");
                    case 5 -> vh("nope", int.class);
                    case 6 -> i.set(o, 1L);
                    default -> { }
                }
            } catch (Throwable t) {
                System.out.println(k + " " + t.getClass().getName() + (t instanceof NullPointerException ? "" : ": " + t.getMessage()));
            }
        }
        System.out.println((int) i.toMethodHandle(VarHandle.AccessMode.GET).invoke(o) + " " + i.varType() + " " + i.accessModeType(VarHandle.AccessMode.COMPARE_AND_SET));
        VarHandle exact = i.withInvokeExactBehavior();
        try {
            Object r = exact.get(o);
        } catch (WrongMethodTypeException e) {
            System.out.println(e.getMessage());
        }
        VarHandle.fullFence();
        VarHandle.acquireFence();
        VarHandle.releaseFence();
    }
}

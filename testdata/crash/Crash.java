import java.lang.reflect.Field;
import sun.misc.Unsafe;

/** Writes where nothing is, in the way that the first argument says. */
public class Crash {
    static Unsafe unsafe;

    static void outer(long address) {
        inner(address);
    }

    static void inner(long address) {
        unsafe.putInt(address, 1);
    }

    public static void main(String[] args) throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        unsafe = (Unsafe) field.get(null);
        System.out.println("ready");
        switch (args[0]) {
            case "sleep" -> Thread.sleep(60_000);
            case "warm" -> {
                long memory = unsafe.allocateMemory(16);
                for (int i = 0; i < 200_000; i++) outer(memory);
                outer(0x10);
            }
            case "memory" -> exhaust();
            default -> outer(Long.decode(args[0]));
        }
    }

    static void exhaust() {
        for (int round = 0; round < 2; round++) {
            Object[] last = null;
            try {
                while (true) last = new Object[] {last, new byte[1 << 20]};
            } catch (OutOfMemoryError error) {
                last = null;
                System.out.println("caught " + error.getMessage());
            }
        }
    }
}

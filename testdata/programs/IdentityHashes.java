// Identity hashes stay what they were across collections; IdentityHashMap; default toString.
// flags: -Xmx64m
import java.util.*;

public class IdentityHashes {
    static class Plain {}

    static class Hashed {
        @Override public int hashCode() { return 12; }
        @Override public boolean equals(Object o) { return o instanceof Hashed; }
    }

    public static void main(String[] args) {
        Object[] objects = new Object[2000];
        int[] hashes = new int[objects.length];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = i % 3 == 0 ? new Plain() : i % 3 == 1 ? new int[i % 7] : new Hashed();
            if (i % 2 == 0) hashes[i] = System.identityHashCode(objects[i]);
        }
        Map<Object, Integer> identity = new IdentityHashMap<>();
        for (int i = 0; i < objects.length; i++) identity.put(objects[i], i);
        Set<Object> equal = new HashSet<>(Arrays.asList(objects));
        System.out.println(identity.size() + " " + equal.stream().filter(o -> o instanceof Hashed).count());
        for (int round = 0; round < 5; round++) {
            List<byte[]> garbage = new ArrayList<>();
            for (int i = 0; i < 400; i++) garbage.add(new byte[20_000]);
            System.gc();
        }
        int bad = 0, lost = 0;
        for (int i = 0; i < objects.length; i++) {
            if (i % 2 == 0 && hashes[i] != System.identityHashCode(objects[i])) bad++;
            if (!Integer.valueOf(i).equals(identity.get(objects[i]))) lost++;
        }
        System.out.println(bad + " " + lost);
        Plain p = new Plain();
        System.out.println(p.toString().equals("IdentityHashes$Plain@" + Integer.toHexString(p.hashCode())) + " " + (p.hashCode() == System.identityHashCode(p)) + " " + p.equals(p) + p.equals(new Plain()));
        Set<Integer> distinct = new HashSet<>();
        for (Object o : objects) distinct.add(System.identityHashCode(o));
        System.out.println((distinct.size() > 1950) + " " + System.identityHashCode(null));
        String a = new String("same"), b = new String("same");
        identity.clear();
        identity.put(a, 1);
        identity.put(b, 2);
        System.out.println(identity.size() + " " + identity.get("same") + " " + new Hashed().toString().equals("IdentityHashes$Hashed@c"));
        synchronized (p) {
            System.out.println(p.hashCode() == p.hashCode());
        }
    }
}

// Optional and its primitive cousins.
import java.util.*;

public class Optionals {
    record User(String name, Optional<String> mail) {}

    static Optional<User> find(String n) { return n.length() > 3 ? Optional.of(new User(n, n.endsWith("l") ? Optional.of(n + "@x") : Optional.empty())) : Optional.empty(); }

    public static void main(String[] args) {
        for (String n : List.of("carl", "anna", "bob")) {
            System.out.println(find(n) + " " + find(n).flatMap(User::mail).map(String::toUpperCase).orElse("none") + " " + find(n).filter(u -> u.name().startsWith("a")).isPresent() + " " + find(n).or(() -> Optional.of(new User("def", Optional.empty()))).get().name());
            find(n).ifPresentOrElse(u -> System.out.print("found "), () -> System.out.print("missing "));
            System.out.println(find(n).stream().count() + " " + find(n).isEmpty());
        }
        try {
            find("x").orElseThrow();
        } catch (NoSuchElementException e) {
            System.out.println(e.getMessage());
        }
        try {
            find("x").orElseThrow(() -> new IllegalArgumentException("custom"));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(OptionalInt.of(3) + " " + OptionalDouble.empty() + " " + OptionalLong.of(5).getAsLong() + " " + Optional.ofNullable(null).equals(Optional.empty()) + " " + Optional.of(1).hashCode() + " " + Optional.empty().orElseGet(() -> "lazy"));
    }
}

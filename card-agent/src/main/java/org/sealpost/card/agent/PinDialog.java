package org.sealpost.card.agent;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.UIManager;

/**
 * A window that asks for a PIN, or says that it is to be typed elsewhere. Enter accepts, Escape
 * cancels.
 */
final class PinDialog {
  /**
   * What stands in the window; empty texts are left out.
   *
   * @param description several lines
   * @param error why the PIN is asked for again
   */
  record Texts(
      String title, String description, String error, String label, String ok, String cancel) {}

  /** How it went. */
  sealed interface Outcome {
    /** Whoever takes the PIN wipes it. */
    record Entered(Pin pin) implements Outcome {}

    /** The only button of a notice. */
    record Confirmed() implements Outcome {}

    /** Closed without a PIN. */
    record Cancelled() implements Outcome {}

    /** Nobody answered. */
    record TimedOut() implements Outcome {}
  }

  private static final int COLUMNS = 46;
  private static final int GAP = 12;
  private static final Color CLEAR = new Color(0, 0, 0, 0);
  private static final Color ERROR = new Color(0xA40000);

  private final Texts texts;
  private final boolean forPin;
  private final Duration timeout;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /**
   * @param forPin whether there is a field for the PIN; otherwise one button only
   * @param timeout zero for none
   */
  PinDialog(Texts texts, boolean forPin, Duration timeout) {
    this.texts = texts;
    this.forPin = forPin;
    this.timeout = timeout;
  }

  /** Shows the window and waits for its end. */
  Outcome show() throws InterruptedException {
    SwingUtilities.invokeLater(this::open);
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void open() {
    try {
      chooseLook();
      JFrame window = new JFrame(texts.title());
      JPasswordField field = new JPasswordField(20);
      window.setContentPane(content(window, field));
      window.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
      window.addWindowListener(
          new WindowAdapter() {
            @Override
            public void windowOpened(WindowEvent event) {
              boolean _ = field.requestFocusInWindow();
            }

            @Override
            public void windowClosed(WindowEvent event) {
              end(window, new Outcome.Cancelled());
            }
          });
      window.setAlwaysOnTop(true);
      window.setResizable(false);
      window.pack();
      window.setLocationRelativeTo(null);
      window.setVisible(true);
      if (timeout.isPositive()) {
        Timer timer =
            new Timer(
                Math.toIntExact(timeout.toMillis()), _ -> end(window, new Outcome.TimedOut()));
        timer.setRepeats(false);
        timer.start();
      }
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private JPanel content(JFrame window, JPasswordField field) {
    JPanel content = new JPanel();
    content.setLayout(new BoxLayout(content, BoxLayout.PAGE_AXIS));
    content.setBorder(BorderFactory.createEmptyBorder(GAP + 4, GAP + 4, GAP, GAP + 4));
    content.add(left(words(texts.description(), Font.PLAIN)));
    if (forPin && !texts.error().isEmpty()) {
      JTextArea error = words(texts.error(), Font.BOLD);
      error.setForeground(ERROR);
      content.add(Box.createVerticalStrut(GAP));
      content.add(left(error));
    }
    content.add(Box.createVerticalStrut(GAP));
    if (forPin) {
      content.add(left(entry(window, field)));
      content.add(Box.createVerticalStrut(GAP));
    }
    content.add(left(buttons(window, field)));
    content.registerKeyboardAction(
        _ -> window.dispose(),
        KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
        JComponent.WHEN_IN_FOCUSED_WINDOW);
    return content;
  }

  private JPanel entry(JFrame window, JPasswordField field) {
    JLabel label = new JLabel(texts.label());
    label.setLabelFor(field);
    field.getAccessibleContext().setAccessibleName(texts.label());
    field
        .getAccessibleContext()
        .setAccessibleDescription((texts.error() + "\n" + texts.description()).strip());
    field.addActionListener(_ -> accept(window, field));
    JPanel entry = new JPanel(new BorderLayout(GAP, 0));
    entry.add(label, BorderLayout.LINE_START);
    entry.add(field, BorderLayout.CENTER);
    return entry;
  }

  private JPanel buttons(JFrame window, JPasswordField field) {
    JPanel buttons = new JPanel();
    buttons.setLayout(new BoxLayout(buttons, BoxLayout.LINE_AXIS));
    buttons.add(Box.createHorizontalGlue());
    JButton ok = new JButton(texts.ok());
    ok.addActionListener(
        _ -> {
          if (forPin) {
            accept(window, field);
          } else {
            end(window, new Outcome.Confirmed());
          }
        });
    buttons.add(ok);
    if (forPin) {
      JButton cancel = new JButton(texts.cancel());
      cancel.addActionListener(_ -> window.dispose());
      buttons.add(Box.createHorizontalStrut(GAP / 2));
      buttons.add(cancel);
    }
    return buttons;
  }

  /** Wrapped text that a screen reader finds and the keyboard skips. */
  private static JTextArea words(String text, int style) {
    JTextArea area = new JTextArea(text);
    area.setColumns(COLUMNS);
    area.setLineWrap(true);
    area.setWrapStyleWord(true);
    area.setEditable(false);
    area.setFocusable(false);
    area.setOpaque(false);
    // Nimbus paints the background of what is not opaque, too.
    area.setBackground(CLEAR);
    area.setBorder(BorderFactory.createEmptyBorder());
    Font plain = UIManager.getFont("Label.font");
    area.setFont(plain);
    int width = area.getPreferredSize().width;
    area.setFont(plain.deriveFont(style));
    // The same width whatever the style, so that the window's does not change between tries.
    area.setColumns(0);
    area.getAccessibleContext().setAccessibleName(text);
    // Wrapped text knows its height only once it knows its width.
    area.setSize(width, Short.MAX_VALUE);
    area.setPreferredSize(new Dimension(width, area.getPreferredSize().height));
    return area;
  }

  private static JComponent left(JComponent component) {
    component.setAlignmentX(JComponent.LEFT_ALIGNMENT);
    return component;
  }

  private void accept(JFrame window, JPasswordField field) {
    Pin pin = Pin.of(field.getPassword());
    field.setText("\0".repeat(pin.characters().length));
    end(window, new Outcome.Entered(pin));
  }

  /** The first end counts. */
  private void end(JFrame window, Outcome how) {
    if (!outcome.complete(how) && how instanceof Outcome.Entered(Pin pin)) {
      pin.close();
    }
    window.dispose();
  }

  private static void chooseLook() {
    String system = System.getProperty("os.name");
    String look =
        system.startsWith("Windows") || system.startsWith("Mac")
            ? UIManager.getSystemLookAndFeelClassName()
            : "javax.swing.plaf.nimbus.NimbusLookAndFeel";
    try {
      UIManager.setLookAndFeel(look);
    } catch (ReflectiveOperationException | javax.swing.UnsupportedLookAndFeelException e) {
      // The plain one asks as well.
    }
  }
}

<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><title><?php echo esc_html( wp_get_document_title() ); ?></title><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<nav><a href="<?php echo esc_url( home_url( '/' ) ); ?>">Home</a></nav>
<main>
<?php while ( have_posts() ) : the_post(); ?>
<article><h1><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h1>
<time datetime="<?php echo esc_attr( get_the_date( 'c' ) ); ?>"><?php echo esc_html( get_the_date() ); ?></time>
<?php the_content(); ?></article>
<?php endwhile; ?>
<?php posts_nav_link(); ?>
</main>
<?php wp_footer(); ?>
</body></html>
